import { contactPrefix } from "../../core/contract/ids.ts";
import { toWall } from "../../core/contract/time.ts";
import type { Facts } from "../../core/schema/wire.ts";
import { drawArrivals, phaseSpans, replayArrivals } from "../load/arrivals.ts";
import { createRng } from "../load/draws.ts";
import { intentWeights } from "../load/intent-weights.ts";
import { drawPopulation } from "../load/population.ts";
import { arrivalRates } from "../plan/profiles.ts";
import type { ReplicateOptions } from "./replicate-options.ts";

/** All customers of one replicate, its phases in wall milliseconds from T0, and the end of the drain. */
export function drawLoad(
  options: Pick<ReplicateOptions, "plan" | "phases" | "seed" | "arrivalsSec" | "runId" | "replicate">,
  facts: Facts,
  pops: readonly string[],
) {
  const { plan, phases, seed } = options;
  const { controlPerSec, stepPerSec, tailPerSec } = arrivalRates(plan.arrivals);
  const spans = phaseSpans(phases);
  const drawn = drawArrivals(
    spans,
    { control: controlPerSec, step: stepPerSec, tail: tailPerSec },
    createRng(seed, "arrivals"),
  );
  const arrivals = options.arrivalsSec === null ? drawn : replayArrivals(spans, options.arrivalsSec, drawn);
  const wall = (ms: number): number => Math.round(ms / phases.timeFactor);
  const drain = spans.find((span) => span.name === "drain");
  const contacts = drawPopulation({
    plan,
    seed,
    timeFactor: phases.timeFactor,
    arrivals,
    pops,
    facts,
    intentMix: intentWeights(plan),
    observeMs: drain === undefined ? 0 : wall(drain.to - drain.from),
    prefix: contactPrefix(options.runId, options.replicate),
  });
  return {
    contacts,
    spans: spans.map((span) => ({ name: span.name, fromMs: wall(span.from), toMs: wall(span.to) })),
    endOffsetMs: drain === undefined ? 0 : Math.round(toWall(drain.to, phases.timeFactor)),
  };
}
