import type { Rng } from "../../core/contract/ports.ts";
import { type SimMs, simMs } from "../../core/contract/time.ts";
import type { Phases, Plan } from "../../core/schema/plan.ts";

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

/** The phases one after another from T0, in simulated time; the audit follows the load and carries no arrivals. */
export function phaseSpans(phases: Phases): PhaseSpan[] {
  let at = 0;
  const span = (name: string, sec: number): PhaseSpan => {
    const from = at;
    at += sec * 1000;
    return { name, from: simMs(from), to: simMs(at) };
  };
  return [
    span("control", phases.controlSec),
    span("refresh", phases.refreshSec),
    span("step", phases.stepSec),
    ...(phases.tailSec > 0 ? [span("tail", phases.tailSec)] : []),
    span("drain", phases.drainSec),
  ];
}

/** Contacts per simulated second in each phase, after the preset's shape; sources in docs/drills/nano-drop.md. */
export function phaseRates(arrivals: Plan["arrivals"]): Readonly<Record<string, number>> {
  const peak = arrivals.peakPerSec;
  return arrivals.preset === "steady"
    ? { control: peak / 3, step: peak / 3, tail: peak / 3 }
    : { control: peak / 12, step: peak, tail: peak / 4 };
}

/**
 * A seeded non-homogeneous Poisson schedule: per phase the expected number of contacts, at independent uniform
 * moments, which is a Poisson process conditioned on its count (Ross, Introduction to Probability Models, 5.3.5).
 * k6's own arrival executors are evenly spaced and would understate the burst.
 */
export function drawArrivals(spans: readonly PhaseSpan[], rates: Readonly<Record<string, number>>, rng: Rng): Arrival[] {
  const arrivals: Arrival[] = [];
  for (const { name, from, to } of spans) {
    const n = Math.round(((rates[name] ?? 0) * (to - from)) / 1000);
    for (let index = 0; index < n; index++) arrivals.push({ phase: name, offset: simMs(from + rng.next() * (to - from)) });
  }
  return arrivals.sort((a, b) => a.offset - b.offset);
}

/**
 * Arrivals of a former drop in place of step and tail: offsets in seconds from the first one. Returns the spans
 * with the step made as long as the file.
 */
export function replayArrivals(phases: Phases, offsetsSec: readonly number[], control: readonly Arrival[]): { spans: PhaseSpan[]; arrivals: Arrival[] } {
  const lengthSec = Math.max(1, Math.ceil(offsetsSec.at(-1) ?? 0));
  const spans = phaseSpans({ ...phases, stepSec: lengthSec, tailSec: 0 });
  const from = spans.find((span) => span.name === "step")?.from ?? simMs(0);
  const replayed = offsetsSec.map((sec): Arrival => ({ phase: "step", offset: simMs(from + sec * 1000) }));
  return { spans, arrivals: [...control.filter((arrival) => arrival.phase === "control"), ...replayed] };
}
