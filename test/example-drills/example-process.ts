import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { EXIT, type ExitCode } from "../../core/errors/exit-codes.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { CatalogEntry } from "../../drills/catalog.ts";
import { planDigest } from "../../harness/plan/digest.ts";
import { resolvePhases } from "../../harness/plan/profiles.ts";
import { recoveryTools } from "../../harness/recover/recovery-tools.ts";
import { run } from "../../harness/run/run.ts";
import type { TargetSource } from "../../harness/run/target-session.ts";
import { admitTarget } from "../../harness/target/admit-target.ts";
import { systemResolver } from "../../harness/target/pins.ts";
import { judgeRun } from "../../reports/judge/judge-run.ts";
import { complain, createContext } from "../../scripts/cli/context.ts";
import { listenForInterrupt } from "../../scripts/cli/interrupts.ts";
import { locateK6 } from "../../scripts/cli/k6-location.ts";
import { recoverCommand } from "../../scripts/cli/recover-command.ts";
import { bundledStack } from "../../scripts/cli/stack-command.ts";
import { EXAMPLES, HOOKED_EXAMPLES, matrixExamples, planOf, WHOLE_DRILLS } from "./examples.ts";

/**
 * `run`, `recover` and `judge` of the command line with an example in the catalogue, as processes that can be
 * interrupted: `example-process.ts run|recover|judge --example NAME --runs DIR [--target FILE] [--seed N]`. `list` says
 * which examples there are.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    example: { type: "string" },
    runs: { type: "string" },
    target: { type: "string" },
    seed: { type: "string", default: "7" },
  },
});
const context = createContext({ json: true });

try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = complain(error, context);
}

async function main(): Promise<ExitCode> {
  if (positionals[0] === "list") return list();
  const entry = { ...EXAMPLES, ...HOOKED_EXAMPLES, ...WHOLE_DRILLS }[values.example ?? ""];
  const { runs } = values;
  if (entry === undefined || runs === undefined)
    throw new FieldproofError("FP-CLI-001", { problem: "--example and --runs are needed." });
  if (positionals[0] === "recover") return recoverCommand(undefined, { runs }, context, recoveryTools([entry]));
  if (positionals[0] === "judge") return judge(join(runs, (await readdir(runs))[0] ?? ""), entry);
  return runEntry(entry, runs);
}

function list(): ExitCode {
  context.out(JSON.stringify(matrixExamples()));
  return EXIT.ready;
}

async function judge(runDir: string, entry: CatalogEntry): Promise<ExitCode> {
  const { verdict, exitCode, sentence } = await judgeRun(runDir, [entry]);
  context.out(JSON.stringify({ runDir, verdict, exitCode, sentence }));
  return exitCode as ExitCode;
}

async function runEntry(entry: CatalogEntry, runsDir: string): Promise<ExitCode> {
  const plan = { ...planOf(values.example ?? ""), seed: Number(values.seed) };
  const interrupt = listenForInterrupt(context.err);
  const k6 = await locateK6();
  try {
    const { runDir } = await run({
      ...{ plan, planDigest: planDigest(plan), planPath: null, profile: "smoke", phases: resolvePhases(plan, "smoke") },
      ...{ arrivalsSec: null, drills: [entry.definition.meta.id], replicates: 1, runsDir, k6Path: k6.path },
      browser: { reason: "these runs are about the stimulus" },
      versions: { k6: k6.version },
      target: await targetSource(),
      catalog: [entry],
      ...{ signal: interrupt.signal, hurry: interrupt.hurry, onProgress: () => {} },
    });
    return await judge(runDir, entry);
  } finally {
    interrupt.stop();
  }
}

async function targetSource(): Promise<TargetSource> {
  if (values.target === undefined) return { kind: "bundled", stack: bundledStack(), defects: [], benign: [] };
  const options = { trustPath: undefined, nowMs: Date.now(), resolve: systemResolver };
  return { kind: "served", target: await admitTarget(values.target, options) };
}
