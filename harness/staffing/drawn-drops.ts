import type { ContactScript } from "../../core/contract/script.ts";
import type { Phases, Plan } from "../../core/schema/plan.ts";
import type { Facts } from "../../core/schema/wire.ts";
import { nanoDropLoad } from "../../drills/nano-drop/load.ts";
import { allowedMisses } from "../../core/statistics/allowed-misses.ts";
import { drawLoad } from "../run/draw-load.ts";
import { type DropOutcome, simulateDrop } from "../simulation/drop-simulation.ts";
import type { Answers } from "./automation.ts";

/** What stands behind the desk in one seed: the facts that are asked for, and who is answered without a person. */
export interface SeededDesk {
  readonly facts: Facts;
  readonly answers: Answers;
}

export interface DropPlan {
  readonly plan: Plan;
  readonly phases: Phases;
  readonly arrivalsSec: readonly number[] | null;
}

/** One seed's customers. */
export interface DrawnDrop {
  readonly seed: number;
  readonly contacts: readonly ContactScript[];
  /** Simulated seconds of step and of tail. */
  readonly stepSec: number;
  readonly tailSec: number;
  readonly answers: Answers;
  outcome(slots: number, answers: Answers): Promise<DropOutcome>;
}

/** Draws the drop as a run with this seed would, and lives it at any staffing. */
export function drawDrop({ plan, phases, arrivalsSec }: DropPlan, seed: number, desk: SeededDesk): DrawnDrop {
  const entry = { load: nanoDropLoad };
  const load = drawLoad({ plan, phases, arrivalsSec, entry, seed, runId: "staff", replicate: 1 }, desk.facts, ["edge"]);
  const { timeFactor } = phases;
  const secOf = (name: string): number => {
    const span = load.spans.find((one) => one.name === name);
    return span === undefined ? 0 : ((span.toMs - span.fromMs) * timeFactor) / 1000;
  };
  // Asked again at every staffing, and always the same.
  const known = new Map(load.contacts.map((script) => [script.clientContactId, desk.answers(script)]));
  const answers: Answers = ({ clientContactId }) => known.get(clientContactId) ?? null;
  return {
    ...{ seed, contacts: load.contacts, stepSec: secOf("step"), tailSec: secOf("tail"), answers },
    outcome: (slots, answer) =>
      simulateDrop({
        ...{ plan, timeFactor, slots, answer, contacts: load.contacts },
        lanes: nanoDropLoad.lanes(plan),
        endOffsetMs: load.endOffsetMs,
      }),
  };
}

/** Whether a drill with this outcome would keep its human-reply budget, p50 and p95. */
export const keepsBudget = ({ handedOff, late, slow }: DropOutcome): boolean =>
  late <= allowedMisses(handedOff, 0.95) && slow <= allowedMisses(handedOff, 0.5);
