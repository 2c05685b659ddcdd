import { contactPrefix } from "../../core/contract/ids.ts";
import type { ContactScript } from "../../core/contract/script.ts";
import { toWall } from "../../core/contract/time.ts";
import type { Facts } from "../../core/schema/wire.ts";
import { drawArrivals, replayArrivals } from "../load/arrivals.ts";
import { createRng } from "../load/draws.ts";
import { drawStreams, spansOf } from "../load/drill-streams.ts";
import { intentWeights } from "../load/intent-weights.ts";
import { drawPopulation } from "../load/population.ts";
import { arrivalRates } from "../plan/profiles.ts";
import type { ReplicateOptions } from "./replicate-options.ts";

/** All customers of one replicate, its phases in wall milliseconds from T0, and the end of the drain. */
export function drawLoad(
  options: Pick<ReplicateOptions, "plan" | "phases" | "seed" | "arrivalsSec" | "runId" | "replicate"> & {
    readonly entry: Pick<ReplicateOptions["entry"], "load">;
  },
  facts: Facts,
  pops: readonly string[],
) {
  const { plan, phases, seed } = options;
  const { load } = options.entry;
  const { controlPerSec, stepPerSec, tailPerSec } = arrivalRates(plan.arrivals);
  const spans = spansOf(load, plan, phases);
  const wall = (ms: number): number => Math.round(ms / phases.timeFactor);
  const drain = spans.find((span) => span.name === "drain");
  const people = {
    ...{ plan, seed, timeFactor: phases.timeFactor, pops, facts },
    observeMs: drain === undefined ? 0 : wall(drain.to - drain.from),
    prefix: contactPrefix(options.runId, options.replicate),
  };
  const ofTheDrop = (): ContactScript[] => {
    const drawn = drawArrivals(
      spans,
      { control: controlPerSec, step: stepPerSec, tail: tailPerSec },
      createRng(seed, "arrivals"),
    );
    const arrivals = options.arrivalsSec === null ? drawn : replayArrivals(spans, options.arrivalsSec, drawn);
    return drawPopulation({ ...people, arrivals, intentMix: intentWeights(plan) });
  };
  const contacts = load === undefined ? ofTheDrop() : drawStreams(load, spans, people);
  return {
    contacts,
    spans: spans.map((span) => ({ name: span.name, fromMs: wall(span.from), toMs: wall(span.to) })),
    endOffsetMs: drain === undefined ? 0 : Math.round(toWall(drain.to, phases.timeFactor)),
  };
}
