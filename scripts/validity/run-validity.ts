import { FieldproofError, isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { Plan } from "../../core/schema/plan.ts";
import type { Verdict } from "../../core/schema/verdict.ts";
import { printable } from "../../core/text/printable.ts";
import { arrivalsSha256 } from "../../harness/plan/digest.ts";
import { pacedPlan } from "../../harness/plan/paced-plan.ts";
import { planAtTarget } from "../../harness/plan/plan-at-target.ts";
import { islandsNow } from "../../harness/run/islands-now.ts";
import type { AdmittedTarget } from "../../harness/target/admit-target.ts";
import { readRun, type RunOnDisk } from "../../reports/evidence/read-run.ts";
import { verifyRun } from "../../reports/evidence/verify-run.ts";
import { judgeRun } from "../../reports/judge/judge-run.ts";
import { islandChecks, islandsUntold } from "./island-checks.ts";
import { differencesText, planDifferences } from "./plan-differences.ts";
import { type Check, fallen, held, notLookedAt, type Validity, validityOf } from "./validity.ts";

export interface GivenPlan {
  readonly path: string;
  readonly plan: Plan;
  /** Offsets of a former drop's arrivals, where the plan brings them; else null. */
  readonly arrivalsSec: readonly number[] | null;
  /** The run was given --stretch; only where there is a target, whose limits say how much. */
  readonly stretch: boolean;
}

export interface ValidityQuestion {
  readonly runDir: string;
  /** The plan of the drop as it stands now, with the flags that the run was given; null where it is not looked at. */
  readonly plan: GivenPlan | null;
  /** Null where it is not looked at. */
  readonly target: AdmittedTarget | null;
  readonly nowMs: number;
}

export interface RunValidity extends Validity {
  readonly run: string;
  /** Null where the evidence was changed: then nothing can be judged from it. */
  readonly verdict: Verdict | null;
  readonly checks: readonly Check[];
}

const BUNDLED = "reference stack";

/**
 * Whether a run's READY may be relied on at `nowMs`. The verdict is judged anew from the sealed evidence: verdict.json lies
 * outside of the seal. A target is only read from.
 * @throws FieldproofError FP-EVID-001, -002, -004 for a folder that is no run; FP-TARGET-017, -019, -021 for a target that is
 *   not the run's
 */
export async function runValidity(question: ValidityQuestion): Promise<RunValidity> {
  const { runDir, nowMs } = question;
  const seal = await verifyRun(runDir);
  const onDisk = await readRun(runDir);
  const [fault] = seal.faults;
  if (fault !== undefined) {
    const checks = [fallen("evidence", "changed", fault)];
    return { run: onDisk.run.id, verdict: null, checks, ...validityOf("", checks) };
  }
  const verdict = await judgeRun(runDir);
  const checks: readonly Check[] = [
    held("evidence", `All ${seal.files} files are as they were sealed (signer unknown).`),
    verdictCheck(verdict),
    dateCheck(verdict, nowMs),
    planCheck(onDisk, question),
    ...(await targetChecks(onDisk, verdict, question.target)),
  ];
  return { run: onDisk.run.id, verdict, checks, ...validityOf(verdict.label, checks) };
}

function verdictCheck({ verdict, label, sentence }: Verdict): Check {
  const details = { label, sentence };
  if (verdict === "NOT READY") return fallen("verdict", "not ready", new FieldproofError("FP-VALID-001", details));
  return verdict === "READY"
    ? held("verdict", `Judged again from the evidence: ${label}.`)
    : fallen("verdict", "not ready", new FieldproofError("FP-VALID-002", details));
}

function dateCheck({ verdict, run: { validUntil, endedAt, profile } }: Verdict, nowMs: number): Check {
  const now = new Date(nowMs).toISOString();
  if (validUntil === null || endedAt === null)
    return verdict === "READY" && profile === "smoke"
      ? fallen("date", "not ready", new FieldproofError("FP-VALID-003"))
      : notLookedAt("date", "Only a READY has one.", "Drill until it is READY.");
  if (nowMs < Date.parse(endedAt))
    return fallen("date", "cannot be told", new FieldproofError("FP-VALID-005", { endedAt, now }));
  return nowMs < Date.parse(validUntil)
    ? held("date", `Until ${validUntil}.`)
    : fallen("date", "expired", new FieldproofError("FP-VALID-004", { validUntil, now }));
}

function planCheck({ run, plan: drilled }: RunOnDisk, { plan: given, target }: ValidityQuestion): Check {
  if (given === null)
    return notLookedAt("plan", "No plan was given.", "Give the plan of the drop as it stands: --plan drop.yaml");
  const path = printable(given.path, 200);
  const differences = planDifferences(drilled, atTarget(given, { run, plan: drilled }, target));
  if (differences.length > 0) {
    const details = { path, differences: differencesText(differences) };
    return fallen("plan", "changed", new FieldproofError("FP-VALID-006", details));
  }
  if (given.arrivalsSec !== null) {
    const csv = printable(drilled.arrivals.csv ?? "", 200);
    const now = arrivalsSha256(given.arrivalsSec);
    if (run.arrivalsSha256 === undefined)
      return fallen("plan", "cannot be told", new FieldproofError("FP-VALID-007", { csv }));
    if (run.arrivalsSha256 !== now) {
      const differences = `the arrivals in ${csv} are others`;
      return fallen("plan", "changed", new FieldproofError("FP-VALID-006", { path, differences }));
    }
  }
  return held("plan", `${path} is the plan that was drilled (sha256:${run.planDigest.slice(0, 12)}).`);
}

/** At a served target the target's own clock stands in the plan that is run, whatever the plan's file says. */
function atTarget(
  { plan, arrivalsSec, stretch }: GivenPlan,
  { run, plan: drilled }: Pick<RunOnDisk, "run" | "plan">,
  target: AdmittedTarget | null,
): Plan {
  if (run.target === BUNDLED) return plan;
  const timeFactor = drilled.profiles?.[run.profile]?.timeFactor;
  const there = planAtTarget(plan, run.profile, target?.file ?? (timeFactor === undefined ? {} : { timeFactor }));
  if (!stretch || target === null) return there;
  const { profile, replicates, notRun = [] } = run;
  const drills = [...run.drills, ...notRun.map(({ drill }) => drill)];
  return pacedPlan({ plan: there, profile, replicates, drills, arrivalsSec }, target);
}

async function targetChecks(
  { run, plan, replicates }: RunOnDisk,
  { run: { covers } }: Verdict,
  target: AdmittedTarget | null,
): Promise<readonly Check[]> {
  if (target !== null && target.file.name !== run.target)
    throw new FieldproofError("FP-TARGET-021", { runDir: run.id, found: run.target, target: target.file.name });
  const both = (text: string, next: string): readonly Check[] => [
    notLookedAt("islands", text, next),
    notLookedAt("keys", text, next),
  ];
  if (replicates.length > 0 && replicates.every(({ record }) => record.mapped !== undefined))
    return both(
      "A mapped desk shows no islands: what it answers by itself, and by whose leave, is not known here.",
      "Ask whoever looks after the desk whether its automatic answers changed.",
    );
  if (target === null)
    return run.target === BUNDLED
      ? both(
          "The bundled stack of a run ends with it: there is nothing to look at.",
          "Drill the stack that will serve the drop.",
        )
      : both("No target was given.", "Give the target file of the run: --target target.yaml");
  if (covers === undefined) return islandsUntold("the run's evidence does not say what its islands said");
  try {
    return islandChecks(covers, await islandsNow(target, plan.drop.event));
  } catch (error) {
    if (!isFieldproofError(error) || error.code !== "FP-STACK-005") throw error;
    return islandsUntold(`the keys that the operator trusts were not told (${error.message.replace(/\.$/, "")})`);
  }
}
