import type { Rng } from "../../core/contract/ports.ts";
import { type ErlangC, erlangC } from "../../core/workforce/erlang-c.ts";

/** A desk in its steady state: Poisson arrivals, exponential service, first come first served (M/M/c). */
export interface QueueModel {
  readonly agents: number;
  /** Mean share of agents that are busy, below 1. */
  readonly utilisation: number;
  readonly arrivalsPerMin: number;
}

const serviceMin = ({ agents, utilisation, arrivalsPerMin }: QueueModel): number =>
  (agents * utilisation) / arrivalsPerMin;

const steady = (model: QueueModel): ErlangC =>
  erlangC(model.agents, { arrivalsPerSec: model.arrivalsPerMin / 60, handleSec: serviceMin(model) * 60 });

/**
 * P(wait and service together > t minutes) in the steady state: the wait is 0 or exponential, the service exponential, and
 * they are independent (Cooper, Introduction to Queueing Theory, 1981, section 3.5).
 */
export function beyond(model: QueueModel, minutes: number): number {
  const { waitProbability: waits, drainPerSec } = steady(model);
  const [drain, serve] = [drainPerSec * 60, 1 / serviceMin(model)];
  const served = Math.exp(-serve * minutes);
  // Two exponentials of one rate: the sum is a gamma.
  const both =
    Math.abs(drain - serve) < 1e-9 * serve
      ? served * (1 + serve * minutes)
      : (drain * served - serve * Math.exp(-drain * minutes)) / (drain - serve);
  return (1 - waits) * served + waits * both;
}

/** The reply time in minutes that the share `p` does not exceed, to 1e-12 of itself. */
export function replyQuantileMin(model: QueueModel, p: number): number {
  let [low, high] = [0, serviceMin(model)];
  while (beyond(model, high) > 1 - p) high *= 2;
  for (let step = 0; step < 100 && high - low > 1e-12 * high; step++) {
    const middle = (low + high) / 2;
    if (beyond(model, middle) > 1 - p) low = middle;
    else high = middle;
  }
  return high;
}

const exponential = (rng: Rng, mean: number): number => -mean * Math.log(1 - rng.next());

/** How many are there when a stranger looks: the steady state's own distribution, by its recurrence. */
function present(rng: Rng, { agents, utilisation }: QueueModel, emptyShare: number): number {
  let [left, share, count] = [rng.next(), emptyShare, 0];
  while (left > share && count < 1_000_000) {
    left -= share;
    count += 1;
    share *= (agents * utilisation) / Math.min(count, agents);
  }
  return count;
}

/** Share of the time in which nobody is there: one over the sum of the recurrence. */
export function emptyShareOf({ agents, utilisation }: QueueModel): number {
  let [term, sum] = [1, 0];
  for (let busy = 0; busy < agents; busy++) {
    sum += term;
    term *= (agents * utilisation) / (busy + 1);
  }
  return 1 / (sum + term / (1 - utilisation));
}

/** The agent that is free first. */
const firstFree = (freeAt: Float64Array): number => {
  let first = 0;
  for (let agent = 1; agent < freeAt.length; agent++) if ((freeAt[agent] ?? 0) < (freeAt[first] ?? 0)) first = agent;
  return first;
};

/**
 * Reply times, in minutes, of `contacts` customers in a row of a desk that has long been at work. Without a memory in
 * arrival or service, whoever is found there has a whole service still before him.
 */
export function replyTimesMin(
  rng: Rng,
  model: QueueModel,
  contacts: number,
  emptyShare = emptyShareOf(model),
): Float64Array {
  const service = serviceMin(model);
  const freeAt = new Float64Array(model.agents);
  for (let there = present(rng, model, emptyShare); there > 0; there--) {
    const agent = firstFree(freeAt);
    freeAt[agent] = (freeAt[agent] ?? 0) + exponential(rng, service);
  }
  let now = 0;
  return Float64Array.from({ length: contacts }, (_, place) => {
    // The first arrives at once: who waits for the first arrival finds less than an arrival does on the whole.
    if (place > 0) now += exponential(rng, 1 / model.arrivalsPerMin);
    const agent = firstFree(freeAt);
    const done = Math.max(now, freeAt[agent] ?? 0) + exponential(rng, service);
    freeAt[agent] = done;
    return done - now;
  });
}
