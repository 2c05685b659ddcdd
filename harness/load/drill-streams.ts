import { createHash } from "node:crypto";
import type { DrillLoad, LoadStream } from "../../core/contract/drill-load.ts";
import { clientContactIdAt } from "../../core/contract/ids.ts";
import type { ContactScript } from "../../core/contract/script.ts";
import { simMs } from "../../core/contract/time.ts";
import type { Phases, Plan } from "../../core/schema/plan.ts";
import { type Arrival, drawArrivals, type PhaseSpan, replayArrivals } from "./arrivals.ts";
import { createRng } from "./draws.ts";
import { intentWeights } from "./intent-weights.ts";
import { drawPopulation, type PopulationOptions } from "./population.ts";

/** The phases of a drill's load, in simulated time from T0; the audit follows and carries no arrivals. */
export function loadSpans(load: Pick<DrillLoad, "phases">, plan: Plan, profile: Phases): PhaseSpan[] {
  let at = 0;
  return load.phases(plan, profile).map(({ name, sec }) => {
    const from = at;
    at += sec * 1000;
    return { name, from: simMs(from), to: simMs(at) };
  });
}

/** The drop itself draws by the seed alone; each other stream has a seed of its own, so that no two draw the same people. */
const seedOf = (seed: number, { name }: LoadStream): number =>
  name === null ? seed : createHash("sha256").update(`${seed} ${name}`).digest().readUInt32BE(0);

export interface DrawnStream {
  readonly stream: LoadStream;
  readonly seed: number;
  /** Ascending. */
  readonly arrivals: readonly Arrival[];
}

/** When the customers of each stream come. `arrivalsSec` are those of a former drop, for the drop itself. */
export const drawnStreams = (
  streams: readonly LoadStream[],
  spans: readonly PhaseSpan[],
  seed: number,
  arrivalsSec: readonly number[] | null,
): DrawnStream[] =>
  streams.map((stream) => {
    const own = seedOf(seed, stream);
    const drawn = drawArrivals(spans, stream.perSec, createRng(own, "arrivals"));
    const isReplayed = stream.name === null && arrivalsSec !== null;
    return { stream, seed: own, arrivals: isReplayed ? replayArrivals(spans, arrivalsSec, drawn) : drawn };
  });

/** Draws the customers of all streams and puts them into one schedule, by their arrival. */
export function drawStreams(
  drawn: readonly DrawnStream[],
  options: Omit<PopulationOptions, "arrivals" | "intentMix" | "seed">,
): ContactScript[] {
  const { plan, pops, prefix } = options;
  return drawn
    .flatMap(({ stream, seed, arrivals }) => {
      const own = { ...plan, customers: stream.customers };
      return drawPopulation({ ...options, plan: own, seed, arrivals, intentMix: intentWeights(own) });
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
