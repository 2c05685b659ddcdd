import type { Phases, Plan } from "../../core/schema/plan.ts";
import { expectedContacts } from "../../harness/plan/expected-contacts.ts";

/** Larger drops take longer than a reader of a verdict waits; `fieldproof staff` takes its time. */
const MOST_CONTACTS = 3000;
/** Idle agents are simulated, too, until the drop's end. */
const MOST_SEC = 3600;
const MOST_SLOT_SEC = 400_000;

/**
 * Whether the simulation of this plan is soon done, by what the plan itself would draw: what a folder says of its size
 * costs its author nothing.
 */
export function isSoonSimulated(plan: Plan, phases: Phases): boolean {
  const { controlSec, refreshSec, stepSec, tailSec, drainSec } = phases;
  const sec = controlSec + refreshSec + stepSec + tailSec + drainSec;
  const slots = plan.staffing.agents * plan.staffing.slotsPerAgent;
  return expectedContacts(plan, phases).total <= MOST_CONTACTS && sec <= MOST_SEC && slots * sec <= MOST_SLOT_SEC;
}
