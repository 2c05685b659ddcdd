import { createHash } from "node:crypto";
import type { DrillLoad, LoadStream } from "../../core/contract/drill-load.ts";
import { clientContactIdAt } from "../../core/contract/ids.ts";
import type { ContactScript } from "../../core/contract/script.ts";
import { simMs } from "../../core/contract/time.ts";
import type { Phases, Plan } from "../../core/schema/plan.ts";
import { type Arrival, drawArrivals, type PhaseSpan, phaseSpans } from "./arrivals.ts";
import { createRng } from "./draws.ts";
import { intentWeights } from "./intent-weights.ts";
import { drawPopulation, type PopulationOptions } from "./population.ts";

/** The phases of a drill's own load, in simulated time from T0. */
export function loadSpans(load: DrillLoad, plan: Plan): PhaseSpan[] {
  let at = 0;
  return load.phases(plan).map(({ name, sec }) => {
    const from = at;
    at += sec * 1000;
    return { name, from: simMs(from), to: simMs(at) };
  });
}

/** The phases that a drill runs through: its own, or those of the drop. */
export const spansOf = (load: DrillLoad | undefined, plan: Plan, phases: Phases): PhaseSpan[] =>
  load === undefined ? phaseSpans(phases) : loadSpans(load, plan);

/** A seed of its own for each stream, so that no two of them draw the same people. */
const seedOf = (seed: number, { name }: LoadStream): number =>
  createHash("sha256").update(`${seed} ${name}`).digest().readUInt32BE(0);

const arrivalsOf = (stream: LoadStream, spans: readonly PhaseSpan[], seed: number): Arrival[] => {
  const rates = Object.fromEntries(stream.phases.map((name) => [name, stream.perSec]));
  return drawArrivals(spans, rates, createRng(seedOf(seed, stream), "arrivals"));
};

/** When the customers of all streams come; simulated milliseconds from T0, ascending. */
export const streamOffsets = (load: DrillLoad, plan: Plan, seed: number): number[] =>
  load
    .streams(plan)
    .flatMap((stream) => arrivalsOf(stream, loadSpans(load, plan), seed))
    .map(({ offset }): number => offset)
    .sort((a, b) => a - b);

/** Draws the customers of all streams and puts them into one schedule, by their arrival. */
export function drawStreams(
  load: DrillLoad,
  spans: readonly PhaseSpan[],
  options: Omit<PopulationOptions, "arrivals" | "intentMix">,
): ContactScript[] {
  const { plan, pops, prefix, seed } = options;
  return load
    .streams(plan)
    .flatMap((stream) => {
      const own = { ...plan, customers: stream.customers };
      return drawPopulation({
        ...options,
        ...{ plan: own, seed: seedOf(seed, stream), intentMix: intentWeights(own) },
        arrivals: arrivalsOf(stream, spans, seed),
      });
    })
    .sort((a, b) => a.arrivalOffsetMs - b.arrivalOffsetMs)
    .map((script, index) => ({
      ...script,
      ...{
        index,
        clientContactId: clientContactIdAt(prefix, index),
        pop: pops[index % Math.max(1, pops.length)] ?? "",
      },
    }));
}
