import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Command } from "commander";
import { COMPARED_POLICIES, COMPARED_TITLES, type ComparedPolicyId } from "../../core/contract/call-policies.ts";
import { PROFILES } from "../../core/contract/ids.ts";
import { EXIT, type ExitCode, worstExit } from "../../core/errors/exit-codes.ts";
import { FieldproofError, isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { COMPARISON_RUN_FILE, COMPARISON_RUN_SCHEMA_ID, type ComparisonRun } from "../../core/schema/comparison.ts";
import type { Plan } from "../../core/schema/plan.ts";
import { writeJsonFile } from "../../harness/evidence/json-file.ts";
import { createRunFolder } from "../../harness/evidence/run-folder.ts";
import { checkPlan } from "../../harness/plan/check-plan.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import { planDigest } from "../../harness/plan/digest.ts";
import { planUnder } from "../../harness/plan/plan-under-policy.ts";
import { run, runId } from "../../harness/run/run.ts";
import { judgeRun } from "../../reports/judge/judge-run.ts";
import { type CliContext, complain, inert } from "./context.ts";
import { concludeComparison } from "./comparison-outputs.ts";
import { listenForInterrupt } from "./interrupts.ts";
import { locateK6 } from "./k6-location.ts";
import { writeOutputs } from "./outputs.ts";
import { type PlannedRun, plannedRun } from "./planned-run.ts";
import { createProgressPrinter } from "./progress-printer.ts";
import { bundledStack } from "./stack-command.ts";
import { versions } from "./versions.ts";

export interface CompareFlags {
  readonly policies?: boolean;
  readonly profile: string;
  readonly seed?: string;
  readonly runs: string;
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
    .option("--runs <dir>", "where the comparison's folder goes", "runs");

interface Variant {
  readonly id: ComparedPolicyId;
  readonly plan: Plan;
  readonly planDigest: string;
}

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
  const { profile, seed } = flags;
  const planned = await plannedRun(planPath, {
    ...{ profile, only: DRILL, replicates: "1" },
    ...(seed === undefined ? {} : { seed }),
  });
  const [refusal] = planned.refusals;
  if (refusal !== undefined) throw refusal;
  const variants = COMPARED_POLICIES.map((id) => variantOf(planned, id));
  const k6 = await locateK6();
  const runsDir = resolve(flags.runs);
  const notes = notesOf(planned.plan);
  const dir = await begin(runsDir, planned, variants, notes);
  const printer = createProgressPrinter(context);
  const interrupt = listenForInterrupt((text) => {
    printer.end();
    context.err(text);
  });
  const trouble: ExitCode[] = [];
  if (!context.quiet && !context.json) for (const note of notes) context.err(inert(note));
  try {
    for (const [at, variant] of variants.entries()) {
      if (interrupt.signal.aborted || trouble.length > 0) break;
      if (!context.quiet && !context.json)
        context.err(inert(`${at + 1} of ${variants.length}: ${COMPARED_TITLES[variant.id]}`));
      try {
        const result = await run({
          ...{ plan: variant.plan, planDigest: variant.planDigest, planPath: null, profile: planned.profile },
          ...{ phases: planned.phases, arrivalsSec: planned.replay, drills: [DRILL], replicates: 1 },
          ...{ runsDir: dir, stopDirs: [runsDir], k6Path: k6.path, browser: { reason: "a comparison shows none" } },
          versions: await versions(k6.version),
          target: { kind: "bundled", stack: bundledStack(), defects: [], benign: [] },
          ...{ signal: interrupt.signal, hurry: interrupt.hurry, onProgress: printer.on },
        });
        printer.end();
        await writeOutputs(result.runDir, await judgeRun(result.runDir), ["html"]);
        if (result.aborted) break;
      } catch (error) {
        printer.end();
        if (!isFieldproofError(error)) throw error;
        // Nothing was recorded: there is no comparison.
        if (at === 0) {
          await rm(dir, { recursive: true, force: true });
          throw error;
        }
        trouble.push(complain(error, { ...context, json: false }));
      }
    }
  } finally {
    printer.end();
    interrupt.stop();
  }
  const told = await concludeComparison(dir, context);
  return worstExit([told, ...trouble, ...(interrupt.signal.aborted ? [EXIT.aborted] : [])]);
}

/** A plan need not say anything of a partner; then what is compared is not the user's own. */
const notesOf = ({ fulfilment }: Plan): string[] =>
  isDeepStrictEqual(fulfilment, defaultPlan().fulfilment)
    ? [
        "The plan says nothing of its own about fulfilment: partner, customers, promises and policy are the built-in ones.",
      ]
    : [];

/** @throws FieldproofError FP-PLAN-001 for a plan that could not be judged under one of the policies */
function variantOf({ plan, profile, replay }: PlannedRun, id: ComparedPolicyId): Variant {
  const own = planUnder(plan, id);
  checkPlan(own, profile, {
    path: `the plan under "${COMPARED_TITLES[id]}"`,
    ...(replay === null ? {} : { offsetsSec: replay }),
  });
  return { id, plan: own, planDigest: planDigest(own) };
}

async function begin(
  runsDir: string,
  { plan, profile }: PlannedRun,
  variants: readonly Variant[],
  notes: readonly string[],
): Promise<string> {
  const at = new Date();
  for (let taken = 0; ; taken++) {
    const id = runId(at, plan.seed, taken, "policies");
    try {
      const dir = await createRunFolder(runsDir, id);
      const record: ComparisonRun = {
        ...{ schema: COMPARISON_RUN_SCHEMA_ID, kind: "policies", id, startedAt: at.toISOString(), profile },
        seed: plan.seed,
        policies: variants.map(({ id: policy, planDigest: digest }) => ({ id: policy, planDigest: digest })),
        notes: [...notes],
      };
      await writeJsonFile(join(dir, COMPARISON_RUN_FILE), record);
      return dir;
    } catch (error) {
      if (taken < 26 && isFieldproofError(error) && error.code === "FP-FILE-004") continue;
      throw error;
    }
  }
}
