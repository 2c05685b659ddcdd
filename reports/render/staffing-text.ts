import type { Staffing } from "../../core/schema/staffing.ts";
import { numberText, percentText } from "./figure-text.ts";

const slots = (value: number | null): string => (value === null ? "none" : numberText(value));
const range = (least: number | null, most: number | null): string =>
  most === null ? "none" : least === most || least === null ? slots(most) : `${slots(least)} to ${slots(most)}`;

/** Slots by method and share of automation, as a table in words. "none": no number of slots keeps the budget. */
export function staffingRows({ shares }: Staffing): { head: string[]; rows: string[][] } {
  return {
    head: [
      "Answered without a person",
      "Simulated drop",
      "Erlang A, average",
      "Erlang C, average",
      "Erlang A, step",
      "Erlang C, step",
    ],
    rows: shares.map(({ automation, planned, simulated, erlangA, erlangC }) => [
      `${percentText(Math.round(automation * 100) / 100)}${planned ? " (planned)" : ""}`,
      range(simulated.least, simulated.most),
      ...[erlangA.average, erlangC.average, erlangA.step, erlangC.step].map(slots),
    ]),
  };
}

/** What each method does with arrivals that change, and how sure the simulation is; whole sentences. */
export function staffingNotes(answer: Staffing): string[] {
  const { seeds, budget, atPlan, oneAgentFewer } = answer;
  const n = seeds.length;
  const late = ({ least, most }: { least: number; most: number }): string =>
    `${percentText(Math.round(least * 1000) / 1000)} to ${percentText(Math.round(most * 1000) / 1000)}`;
  const inside =
    n < 2
      ? "One seed gives no interval."
      : `The simulated ranges are over ${n} seeds; one seed more lies within them with probability ${percentText(Math.round(((n - 1) / (n + 1)) * 100) / 100)}.`;
  return [
    `Budget: half within ${numberText(budget.p50Sec)} s and 95 % within ${numberText(budget.p95Sec)} s for a person's first reply. At ${atPlan.slots} slots ${late(atPlan.lateShare)} are late, and ${atPlan.met} of ${n} seeds keep it${
      oneAgentFewer === null
        ? "."
        : `; at ${oneAgentFewer.slots}, one agent fewer, ${late(oneAgentFewer.lateShare)} and ${oneAgentFewer.met} of ${n}.`
    }`,
    `The simulation handles the step: the drill's own customers and agents on a clock that jumps, with this plan's arrivals, its log-normal times and those who leave or come back. ${inside}`,
    "Erlang A and C know one rate that never changes. Average: the mean over step and tail, which smooths the step away and may ask for too few. Step: the step's rate as if it lasted for ever, which asks for too many. Erlang C has nobody give up; Erlang A lets those go who say that they leave, at an exponential patience of the same mean.",
  ];
}
