import { DEFAULT_INTENT_MIX, personalShare } from "../../core/contract/intent-mix.ts";
import type { Phases, Plan } from "../../core/schema/plan.ts";
import { arrivalRates } from "../../drills/nano-drop/load.ts";

/** Expected numbers of contacts by phase and by population of an objective; not rounded. */
export interface ExpectedContacts {
  readonly control: number;
  readonly step: number;
  readonly tail: number;
  readonly total: number;
  /** Contacts of the stream lane: the population of any reply, and of resolution. */
  readonly stream: number;
  /** Stream contacts that a human must answer, from the mix of questions. */
  readonly handedOff: number;
}

/**
 * How many contacts the plan makes. Arrivals from a file (`offsetsSec`, from the first) take the place of step and
 * tail, at their own times; those after the tail's end are left out.
 */
export const expectedContacts = (plan: Plan, phases: Phases, offsetsSec?: readonly number[]): ExpectedContacts => {
  const rates = arrivalRates(plan.arrivals);
  const within = (fromSec: number, toSec: number): number =>
    (offsetsSec ?? []).filter((offset) => offset >= fromSec && offset < toSec).length;
  const control = rates.control * phases.controlSec;
  const step = offsetsSec === undefined ? rates.step * phases.stepSec : within(0, phases.stepSec);
  const tail =
    offsetsSec === undefined ? rates.tail * phases.tailSec : within(phases.stepSec, phases.stepSec + phases.tailSec);
  const total = control + step + tail;
  const stream = total * (1 - plan.customers.standardLaneShare);
  const mix = plan.customers.intents ?? DEFAULT_INTENT_MIX;
  return { control, step, tail, total, stream, handedOff: stream * personalShare(mix) };
};
