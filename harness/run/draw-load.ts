import { contactPrefix } from "../../core/contract/ids.ts";
import { toWall } from "../../core/contract/time.ts";
import type { Facts } from "../../core/schema/wire.ts";
import { comeBackAfterClose } from "../load/come-back-after-close.ts";
import { drawnStreams, drawStreams, loadSpans } from "../load/drill-streams.ts";
import type { ReplicateOptions } from "./replicate-options.ts";

/**
 * All customers of one replicate, its phases in wall milliseconds from T0, and the end of the drain.
 * @param part `closedByAgents`: only who works for the run closes contacts, and some must come back to those
 */
export function drawLoad(
  options: Pick<ReplicateOptions, "plan" | "phases" | "seed" | "arrivalsSec" | "runId" | "replicate"> & {
    readonly entry: Pick<ReplicateOptions["entry"], "load">;
  },
  facts: Facts,
  pops: readonly string[],
  part: { readonly closedByAgents?: boolean } = {},
) {
  const { plan, phases, seed, arrivalsSec } = options;
  const { load } = options.entry;
  const spans = loadSpans(load, plan, phases);
  const wall = (ms: number): number => Math.round(ms / phases.timeFactor);
  const drain = spans.find((span) => span.name === "drain");
  const endOffsetMs = drain === undefined ? 0 : Math.round(toWall(drain.to, phases.timeFactor));
  const drawn = drawStreams(drawnStreams(load.streams(plan), spans, seed, arrivalsSec), {
    ...{ plan, timeFactor: phases.timeFactor, pops, facts },
    observeMs: drain === undefined ? 0 : wall(drain.to - drain.from),
    prefix: contactPrefix(options.runId, options.replicate),
  });
  const contacts =
    part.closedByAgents === true
      ? comeBackAfterClose(drawn, {
          ...{ plan, seed, endOffsetMs },
          timeFactor: phases.timeFactor,
          lanes: load.lanes(plan),
        })
      : drawn;
  return {
    contacts,
    spans: spans.map((span) => ({ name: span.name, fromMs: wall(span.from), toMs: wall(span.to) })),
    endOffsetMs,
  };
}
