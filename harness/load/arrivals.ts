import type { Rng } from "../../core/contract/ports.ts";
import { type SimMs, simMs } from "../../core/contract/time.ts";

export interface Arrival {
  readonly phase: string;
  /** From T0. */
  readonly offset: SimMs;
}

export interface PhaseSpan {
  readonly name: string;
  readonly from: SimMs;
  readonly to: SimMs;
}

/**
 * A seeded non-homogeneous Poisson schedule: per phase the expected number of contacts, at independent uniform
 * moments, which is a Poisson process conditioned on its count (Ross, Introduction to Probability Models, 5.3.5).
 * k6's own arrival executors are evenly spaced and would understate the burst.
 */
export function drawArrivals(
  spans: readonly PhaseSpan[],
  rates: Readonly<Record<string, number>>,
  rng: Rng,
): Arrival[] {
  const arrivals: Arrival[] = [];
  for (const { name, from, to } of spans) {
    const n = Math.round(((rates[name] ?? 0) * (to - from)) / 1000);
    for (let index = 0; index < n; index++)
      arrivals.push({ phase: name, offset: simMs(from + rng.next() * (to - from)) });
  }
  return arrivals.sort((a, b) => a.offset - b.offset);
}

/**
 * Arrivals of a former drop (seconds from its first one) in place of step and tail, at their own times; those after
 * the tail's end are left out, so that a short profile stays short.
 */
export function replayArrivals(
  spans: readonly PhaseSpan[],
  offsetsSec: readonly number[],
  drawn: readonly Arrival[],
): Arrival[] {
  const open = spans.find((span) => span.name === "step");
  if (open === undefined) return [];
  const replayed = offsetsSec.flatMap((sec): Arrival[] => {
    const offset = simMs(open.from + sec * 1000);
    const span = spans.find(
      (one) => (one.name === "step" || one.name === "tail") && offset >= one.from && offset < one.to,
    );
    return span === undefined ? [] : [{ phase: span.name, offset }];
  });
  return [...drawn.filter((arrival) => arrival.phase === "control"), ...replayed];
}
