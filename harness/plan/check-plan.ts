import type { ProfileName } from "../../core/contract/ids.ts";
import type { Plan } from "../../core/schema/plan.ts";
import { LEAST_LOOKS } from "../../core/judging/not-run.ts";
import type { MappedTarget } from "../../core/schema/evidence.ts";
import { leastN } from "../../core/statistics/allowed-misses.ts";
import { expectedContacts } from "./expected-contacts.ts";
import { type Fault, faultsError, type Finding } from "./fault.ts";
import { fulfilmentFindings } from "./fulfilment-findings.ts";
import { resolvePhases } from "./profiles.ts";
import { type FieldPath, parseYaml } from "./yaml-source.ts";

/** How long an island of the reference stack lives, simulated seconds. */
export const ISLAND_TTL_SEC = 600;
/** Below this much wall time, whole-second expiries and clock steps decide what a drill sees. */
const LEAST_TTL_WALL_SEC = 5;

/** The island answers two thirds of general questions or more; its objective needs 20 answers. */
const LEAST_GENERAL = 30;

export interface CheckOptions {
  /** Offsets of `loadArrivals`, when the plan names a CSV file. */
  readonly offsetsSec?: readonly number[];
  /** The plan's text, so that faults carry its lines. */
  readonly source?: string;
  /** The name that faults carry; `drop.yaml` when left out. */
  readonly path?: string;
  /** What is mapped of the target; absent where the wire contract of the bundled stack is spoken. */
  readonly mapped?: MappedTarget;
}

const figure = (value: number): string => String(Math.round(value * 10) / 10);

/** Everything that keeps `plan` from being judged under `profile`; empty for a plan that may run. */
export const planFindings = (
  plan: Plan,
  profile: ProfileName,
  offsetsSec?: readonly number[],
  mapped?: MappedTarget,
): Finding[] => {
  const phases = resolvePhases(plan, profile);
  const expected = expectedContacts(plan, phases, offsetsSec);
  const { anyReply, humanReply, firstContactResolution } = plan.budgets;
  const findings: Finding[] = [...fulfilmentFindings(plan)];
  const add = (path: FieldPath, text: string): void => {
    findings.push({ path, text });
  };
  const drainPath = ["profiles", profile, "drainSec"];
  const windows = [
    { name: "budgets.anyReply.p95Sec", sec: anyReply.p95Sec },
    { name: "budgets.anyReply.p50Sec", sec: anyReply.p50Sec },
    { name: "budgets.humanReply.p95Sec", sec: humanReply.p95Sec },
    { name: "budgets.humanReply.p50Sec", sec: humanReply.p50Sec },
    { name: "budgets.firstContactResolution.windowSec", sec: firstContactResolution.windowSec },
  ];
  const longest = windows.reduce((a, b) => (b.sec > a.sec ? b : a));
  if (phases.drainSec < longest.sec)
    add(
      drainPath,
      `is ${phases.drainSec} s in ${profile}, must be at least ${longest.sec} s, the length of ${longest.name}`,
    );
  for (const [name, budget] of Object.entries({ anyReply, humanReply })) {
    if (budget.p50Sec > budget.p95Sec)
      add(["budgets", name, "p50Sec"], `is ${budget.p50Sec} s, must be at most the p95Sec of ${budget.p95Sec} s`);
  }
  const populations = [
    { path: ["budgets", "anyReply"], who: "stream contacts", n: expected.stream },
    { path: ["budgets", "humanReply"], who: "contacts handed to a human", n: expected.handedOff },
  ];
  for (const { path, who, n } of populations) {
    for (const [name, p] of [
      ["p50Sec", 0.5],
      ["p95Sec", 0.95],
    ] as const) {
      const need = leastN(p);
      if (n + 1e-9 < need)
        add(
          [...path, name],
          `has ${figure(n)} ${who} to stand on in ${profile}, needs at least ${need}; raise arrivals or lengthen the phases`,
        );
    }
  }
  const general = expected.total - expected.handedOff;
  // A mapped desk has no island whose answers could be judged.
  if (mapped === undefined && general + 1e-9 < LEAST_GENERAL)
    add(
      ["budgets", "triageRightAtLeast"],
      `has ${figure(general)} general questions to stand on in ${profile}, needs at least ${LEAST_GENERAL}; raise arrivals or lengthen the phases`,
    );
  if (plan.staffing.kind === "real") {
    if (mapped === undefined)
      add(
        ["staffing", "kind"],
        "is real, which needs a target that is spoken to through a mapping: give it by --target",
      );
    if (phases.timeFactor !== 1)
      add(["staffing", "kind"], `is real, and people work in real time, not at ${phases.timeFactor}x`);
  }
  if (offsetsSec !== undefined && expected.step + expected.tail === 0)
    add(["arrivals", "csv"], `has no arrival within step and tail of ${profile}`);
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
  const findings = planFindings(plan, profile, options.offsetsSec, options.mapped);
  if (findings.length === 0) return;
  const yaml = parseYaml(options.source ?? "");
  const faults = findings.map(({ path, text }): Fault => ({ ...yaml.valueAt(path), field: path.join("."), text }));
  throw faultsError("FP-PLAN-001", options.path ?? "drop.yaml", faults);
};
