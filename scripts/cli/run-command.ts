import { resolve } from "node:path";
import type { Command } from "commander";
import { DRILL_IDS, type DrillId, PROFILES, type ProfileName } from "../../core/contract/ids.ts";
import type { ExitCode } from "../../core/errors/exit-codes.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { Plan } from "../../core/schema/plan.ts";
import { findDrill } from "../../drills/catalog.ts";
import { checkPlan } from "../../harness/plan/check-plan.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import { planDigest } from "../../harness/plan/digest.ts";
import { loadPlan } from "../../harness/plan/load-plan.ts";
import { resolvePhases } from "../../harness/plan/profiles.ts";
import { run } from "../../harness/run/run.ts";
import { judgeRun } from "../../reports/judge/judge-run.ts";
import type { CliContext } from "./context.ts";
import { wholeNumber } from "./flags.ts";
import { listenForInterrupt } from "./interrupts.ts";
import { locateK6 } from "./k6-location.ts";
import { printVerdict, writeOutputs } from "./outputs.ts";
import { replayOf } from "./replay.ts";
import { createProgressPrinter } from "./progress-printer.ts";
import { bundledStack } from "./stack-command.ts";
import { versions } from "./versions.ts";

export interface RunFlags {
  readonly profile: string;
  readonly only?: string;
  readonly replicates: string;
  readonly seed?: string;
  readonly runs: string;
  readonly agents?: string;
  readonly defect: string[];
  readonly benign: string[];
}

/** Registers `fieldproof run [plan]`. */
export const describeRun = (program: Command): Command =>
  program
    .command("run")
    .description("drop the plan's load on the bundled stack, judge what was recorded, write the report")
    .argument("[plan]", "the plan of the drop; without one the built-in plan is used")
    .option("--profile <name>", `how long and how fast: ${PROFILES.join(", ")}`, "smoke")
    .option("--only <drills>", "only these drills, with commas between")
    .option("--replicates <n>", "how many seeds to run each drill on", "1")
    .option("--seed <n>", "first seed; the plan's own without it")
    .option("--agents <n>", "agents instead of the plan's number, to try a staffing")
    .option("--runs <dir>", "where run folders go", "runs")
    .option(
      "--defect <name>",
      "start the bundled stack with a seeded defect, to see the drill fail",
      (name: string, names: string[]) => [...names, name],
      [] as string[],
    )
    .option(
      "--benign <name>",
      "start it with a benign control, to see the drill stay green",
      (name: string, names: string[]) => [...names, name],
      [] as string[],
    );

export async function runCommand(
  planPath: string | undefined,
  flags: RunFlags,
  context: CliContext,
): Promise<ExitCode> {
  const profile = PROFILES.find((name) => name === flags.profile);
  if (profile === undefined)
    throw new FieldproofError("FP-CLI-001", {
      problem: `There is no profile ${flags.profile}; there are ${PROFILES.join(", ")}.`,
    });
  const replicates = wholeNumber("--replicates", flags.replicates, 1, 100);
  const { plan, source } = await planOf(planPath, flags);
  const drills = drillsOf(plan, flags.only);
  const replay = await replayOf(plan, planPath);
  checkPlan(plan, profile, { ...source, ...(replay === null ? {} : { offsetsSec: replay }) });
  const phases = resolvePhases(plan, profile);
  const k6 = await locateK6();

  const printer = createProgressPrinter(context);
  const interrupt = listenForInterrupt((text) => {
    printer.end();
    context.err(text);
  });
  try {
    const result = await run({
      plan,
      planDigest: planDigest(plan),
      planPath: planPath ?? null,
      profile: profile satisfies ProfileName,
      phases,
      arrivalsSec: replay,
      drills,
      replicates,
      runsDir: resolve(flags.runs),
      k6Path: k6.path,
      versions: await versions(k6.version),
      stack: bundledStack(),
      defects: flags.defect,
      benign: flags.benign,
      signal: interrupt.signal,
      onProgress: printer.on,
    });
    printer.end();
    const verdict = await judgeRun(result.runDir);
    await writeOutputs(result.runDir, verdict);
    printVerdict(result.runDir, verdict, context);
    return verdict.exitCode as ExitCode;
  } finally {
    printer.end();
    interrupt.stop();
  }
}

async function planOf(
  path: string | undefined,
  flags: RunFlags,
): Promise<{ plan: Plan; source: { source?: string; path?: string } }> {
  const loaded = path === undefined ? { plan: defaultPlan() } : await loadPlan(path);
  const seed = flags.seed === undefined ? loaded.plan.seed : wholeNumber("--seed", flags.seed, 0, 4_294_967_295);
  const agents =
    flags.agents === undefined ? loaded.plan.staffing.agents : wholeNumber("--agents", flags.agents, 0, 2000);
  const source = path === undefined || !("source" in loaded) ? {} : { source: loaded.source, path };
  return { plan: { ...loaded.plan, seed, staffing: { ...loaded.plan.staffing, agents } }, source };
}

function drillsOf(plan: Plan, only: string | undefined): DrillId[] {
  const asked = only === undefined ? plan.required : only.split(",").map((name) => name.trim());
  const known = asked.map((name) => DRILL_IDS.find((id) => id === name) ?? name);
  const unknown = known.filter((name) => !DRILL_IDS.some((id) => id === name));
  if (unknown.length > 0)
    throw new FieldproofError("FP-CLI-001", {
      problem: `There is no drill ${unknown.join(", ")}; there are ${DRILL_IDS.join(", ")}.`,
    });
  const ids = DRILL_IDS.filter((id) => known.includes(id));
  const missing = ids.find((id) => findDrill(id) === undefined);
  if (missing !== undefined) throw new FieldproofError("FP-RUN-003", { drill: missing });
  return ids;
}
