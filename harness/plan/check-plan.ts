import type { DrillId, ProfileName } from "../../core/contract/ids.ts";
import type { Plan } from "../../core/schema/plan.ts";
import { LEAST_LOOKS } from "../../core/judging/not-run.ts";
import type { MappedTarget } from "../../core/schema/evidence.ts";
import { type Fault, faultsError, type Finding } from "./fault.ts";
import { fulfilmentFindings } from "./fulfilment-findings.ts";
import { nanoDropFindings } from "./nano-drop-findings.ts";
import { resolvePhases } from "./profiles.ts";
import { type FieldPath, parseYaml } from "./yaml-source.ts";

/** How long an island of the reference stack lives, simulated seconds. */
export const ISLAND_TTL_SEC = 600;
/** Below this much wall time, whole-second expiries and clock steps decide what a drill sees. */
const LEAST_TTL_WALL_SEC = 5;

export interface CheckOptions {
  /** Offsets of `loadArrivals`, when the plan names a CSV file. */
  readonly offsetsSec?: readonly number[];
  /** The plan's text, so that faults carry its lines. */
  readonly source?: string;
  /** The name that faults carry; `drop.yaml` when left out. */
  readonly path?: string;
  /** The drills that are to be judged by it; all of them when left out. */
  readonly drills?: readonly DrillId[];
  /** What is mapped of the target; absent where the wire contract of the bundled stack is spoken. */
  readonly mapped?: MappedTarget;
}

type Asked = Pick<CheckOptions, "offsetsSec" | "mapped" | "drills">;

/** Everything that keeps `plan` from being judged under `profile`; empty for a plan that may run. */
export const planFindings = (plan: Plan, profile: ProfileName, asked: Asked = {}): Finding[] => {
  const { mapped, drills } = asked;
  const phases = resolvePhases(plan, profile);
  const { anyReply, humanReply } = plan.budgets;
  const isAsked = (id: DrillId): boolean => drills === undefined || drills.includes(id);
  const findings: Finding[] = [
    ...(isAsked("overloaded-fulfilment") ? fulfilmentFindings(plan) : []),
    ...(isAsked("nano-drop") ? nanoDropFindings(plan, profile, asked) : []),
  ];
  const add = (path: FieldPath, text: string): void => {
    findings.push({ path, text });
  };
  for (const [name, budget] of Object.entries({ anyReply, humanReply })) {
    if (budget.p50Sec > budget.p95Sec)
      add(["budgets", name, "p50Sec"], `is ${budget.p50Sec} s, must be at most the p95Sec of ${budget.p95Sec} s`);
  }
  if (plan.staffing.kind === "real") {
    if (mapped === undefined)
      add(
        ["staffing", "kind"],
        "is real, which needs a target that is spoken to through a mapping: give it by --target",
      );
    if (phases.timeFactor !== 1)
      add(["staffing", "kind"], `is real, and people work in real time, not at ${phases.timeFactor}x`);
  }
  const lookSec = ((mapped?.repliesEveryMs ?? 0) * LEAST_LOOKS * phases.timeFactor) / 1000;
  for (const [name, budget] of Object.entries({ anyReply, humanReply }))
    for (const [part, sec] of Object.entries(budget))
      if (sec < lookSec)
        add(
          ["budgets", name, part],
          `is ${sec} s, must be at least ${lookSec} s: the target's replies are looked at every ${mapped?.repliesEveryMs} ms, and nothing finer can be told`,
        );
  if (mapped === undefined && ISLAND_TTL_SEC / phases.timeFactor < LEAST_TTL_WALL_SEC)
    add(
      ["profiles", profile, "timeFactor"],
      `is ${phases.timeFactor}, must be at most ${ISLAND_TTL_SEC / LEAST_TTL_WALL_SEC}, or an island lives less than ${LEAST_TTL_WALL_SEC} s of wall time`,
    );
  return findings;
};

/**
 * Refuses a plan that could not be judged: a drain shorter than a budget or than a promise, an objective that the expected number of
 * contacts cannot carry (with the number that it needs), budgets at odds, a time factor that leaves islands no life.
 * @throws FieldproofError FP-PLAN-001 with all faults
 */
export const checkPlan = (plan: Plan, profile: ProfileName, options: CheckOptions = {}): void => {
  const findings = planFindings(plan, profile, options);
  if (findings.length === 0) return;
  const yaml = parseYaml(options.source ?? "");
  const faults = findings.map(({ path, text }): Fault => ({ ...yaml.valueAt(path), field: path.join("."), text }));
  throw faultsError("FP-PLAN-001", options.path ?? "drop.yaml", faults);
};
