import type { ProfileName } from "../../core/contract/ids.ts";
import type { Phases, Plan } from "../../core/schema/plan.ts";

/** Phases of each profile, simulated seconds. `drop` is 1:1: 15 minutes and a half with its drain and audit. */
export const BUILT_IN_PHASES: Readonly<Record<ProfileName, Phases>> = {
  smoke: { timeFactor: 10, controlSec: 50, refreshSec: 20, stepSec: 50, tailSec: 200, drainSec: 100, auditSec: 50 },
  rehearsal: { timeFactor: 5, controlSec: 60, refreshSec: 30, stepSec: 60, tailSec: 480, drainSec: 120, auditSec: 30 },
  drop: { timeFactor: 1, controlSec: 60, refreshSec: 30, stepSec: 60, tailSec: 630, drainSec: 120, auditSec: 30 },
};

/** The phases of `profile` with the plan's overrides. */
export const resolvePhases = (plan: Plan, profile: ProfileName): Phases => {
  const phases: Phases = { ...BUILT_IN_PHASES[profile] };
  const overrides = plan.profiles?.[profile] ?? {};
  for (const name of Object.keys(phases) as (keyof Phases)[]) {
    const value = overrides[name];
    if (value !== undefined) phases[name] = value;
  }
  return phases;
};
