import type { Command } from "commander";
import { COMPARED_TITLES } from "../../core/contract/call-policies.ts";
import { PROFILES } from "../../core/contract/ids.ts";
import { EXIT, type ExitCode, worstExit } from "../../core/errors/exit-codes.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { type RunResult, run } from "../../harness/run/run.ts";
import { concludeComparison } from "./comparison-outputs.ts";
import {
  beginComparison,
  type ComparisonStart,
  resumeComparison,
  type Variant,
  variantsOf,
} from "./comparison-start.ts";
import { type CliContext, inert } from "./context.ts";
import { type Interrupt, listenForInterrupt } from "./interrupts.ts";
import { type FoundK6, locateK6 } from "./k6-location.ts";
import { type PlannedRun, plannedRun } from "./planned-run.ts";
import { runPolicy } from "./policy-run.ts";
import { createProgressPrinter, type ProgressPrinter } from "./progress-printer.ts";
import { bundledStack } from "./stack-command.ts";
import { versions } from "./versions.ts";

export interface CompareFlags {
  readonly policies?: boolean;
  readonly profile: string;
  readonly seed?: string;
  readonly runs: string;
  readonly resume?: string;
}

const DRILL = "overloaded-fulfilment";

/** Registers `fieldproof compare [plan]`. */
export const describeCompare = (program: Command): Command =>
  program
    .command("compare")
    .description("run the same drop several times with one thing changed, and set the runs side by side")
    .argument("[plan]", "the plan of the drop; without one the built-in plan is used")
    .option("--policies", `three ways of calling the partner, on the same seed and customers (${DRILL}, live)`)
    .option("--profile <name>", `how long and how fast: ${PROFILES.join(", ")}`, "smoke")
    .option("--seed <n>", "the seed of all runs; the plan's own without it")
    .option("--resume <folder>", "a comparison that is there: run again what of it could not be measured")
    .option("--runs <dir>", "where the comparison's folder goes", "runs");

/**
 * Runs overloaded-fulfilment under each policy, one after another, and judges what was recorded. What ends one run early
 * ends the comparison; what was recorded until then stays and is told.
 */
export async function compareCommand(
  planPath: string | undefined,
  flags: CompareFlags,
  context: CliContext,
): Promise<ExitCode> {
  if (flags.policies !== true)
    throw new FieldproofError("FP-CLI-001", { problem: "compare needs to be told what to compare: --policies." });
  const { profile, seed, resume } = flags;
  const planned = await plannedRun(planPath, {
    ...{ profile, only: DRILL, replicates: "1" },
    ...(seed === undefined ? {} : { seed }),
  });
  const [refusal] = planned.refusals;
  if (refusal !== undefined) throw refusal;
  const variants = variantsOf(planned);
  const resumed = resume === undefined ? null : await resumeComparison(resume, planned, variants);
  // What is refused, or measured already, needs none; and without it no folder is begun.
  const k6 = resumed?.todo.length === 0 ? null : await locateK6();
  const start = resumed ?? (await beginComparison(flags.runs, planned, variants));
  const say = (text: string): void => {
    if (!context.quiet && !context.json) context.err(inert(text));
  };
  for (const note of start.record.notes) say(note);
  const printer = createProgressPrinter(context);
  const interrupt = listenForInterrupt((text) => {
    printer.end();
    context.err(text);
  });
  const exits: ExitCode[] = [];
  try {
    for (const [at, variant] of start.todo.entries()) {
      if (k6 === null || interrupt.signal.aborted || exits.length > 0) break;
      say(`${at + 1} of ${start.todo.length}: ${COMPARED_TITLES[variant.id]}`);
      const act = () => liveRun(variant, start, { planned, k6, printer, interrupt });
      exits.push(...(await runPolicy(start, act, context)));
    }
  } finally {
    printer.end();
    interrupt.stop();
  }
  if (interrupt.signal.aborted) exits.push(EXIT.aborted);
  return worstExit([await concludeComparison(start.dir, context), ...exits]);
}

interface Means {
  readonly planned: PlannedRun;
  readonly k6: FoundK6;
  readonly printer: ProgressPrinter;
  readonly interrupt: Interrupt;
}

async function liveRun(
  variant: Variant,
  { dir, runsDir }: ComparisonStart,
  { planned, k6, printer, interrupt }: Means,
): Promise<RunResult> {
  try {
    return await run({
      ...{ plan: variant.plan, planDigest: variant.planDigest, planPath: null, profile: planned.profile },
      ...{ phases: planned.phases, arrivalsSec: planned.replay, drills: [DRILL], replicates: 1 },
      ...{ runsDir: dir, stopDirs: [runsDir], k6Path: k6.path, browser: { reason: "a comparison shows none" } },
      versions: await versions(k6.version),
      target: { kind: "bundled", stack: bundledStack(), defects: [], benign: [] },
      ...{ signal: interrupt.signal, hurry: interrupt.hurry, onProgress: printer.on },
    });
  } finally {
    printer.end();
  }
}
