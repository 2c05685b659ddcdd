import { expect, test } from "vitest";
import type { PartnerPlan } from "../../core/schema/partner-wire.ts";
import { boundedQueue } from "../../core/workforce/mmck.ts";
import { createRng } from "../../harness/load/draws.ts";
import { ServiceStation } from "../../mock-platform/partner/service-station.ts";
import { createVirtualClock } from "../../harness/simulation/virtual-clock.ts";

const SERVERS = 8;
const QUEUE = 16;
const MEAN_SEC = 12;
const TIME_FACTOR = 10;
const PATIENT_ENOUGH_MS = 60_000;
const BATCHES = 20;
/** Student's t, 97.5 %, 19 degrees of freedom. */
const T_19 = 2.093;

/** Mean and half its 95 % interval by batch means (Law, Simulation Modeling and Analysis, section 9.5.3); a first batch is warm-up. */
const batchMeans = (endMs: number) => {
  const sums = new Float64Array(BATCHES + 1);
  const counts = new Float64Array(BATCHES + 1);
  return {
    add: (atMs: number, value: number): void => {
      const batch = Math.floor((atMs / endMs) * (BATCHES + 1));
      sums[batch] = (sums[batch] ?? 0) + value;
      counts[batch] = (counts[batch] ?? 0) + 1;
    },
    estimate: (): { mean: number; half: number } => {
      const means = Array.from({ length: BATCHES }, (_, n) => (sums[n + 1] ?? 0) / (counts[n + 1] ?? 0));
      const mean = means.reduce((sum, one) => sum + one, 0) / BATCHES;
      const variance = means.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (BATCHES - 1);
      return { mean, half: T_19 * Math.sqrt(variance / BATCHES) };
    },
  };
};

/** Poisson arrivals at a station for so many simulated hours, and what they met there. */
async function measure(load: number, hours: number, service: Partial<PartnerPlan["service"]> = {}, servers = SERVERS) {
  const virtual = createVirtualClock();
  const arrivals = createRng(7, "arrivals");
  const station = new ServiceStation({
    plan: {
      servers,
      queue: QUEUE,
      service: { distribution: "exponential", meanSec: MEAN_SEC, sigma: 0.5, ...service },
    },
    rng: createRng(7, "service"),
    scheduler: virtual,
    timeFactor: TIME_FACTOR,
  });
  const arrivalsPerSec = (load * SERVERS) / MEAN_SEC;
  const endMs = (hours * 3_600_000) / TIME_FACTOR;
  const sojourn = batchMeans(endMs);
  const blocking = batchMeans(endMs);
  const come = (): void => {
    const at = virtual.clock.now();
    if (at >= endMs) return;
    const isIn = station.enter(() => sojourn.add(at, ((virtual.clock.now() - at) * TIME_FACTOR) / 1000));
    blocking.add(at, isIn ? 0 : 1);
    virtual.after((-1000 * Math.log(1 - arrivals.next())) / arrivalsPerSec / TIME_FACTOR, come);
  };
  come();
  await virtual.runDry();
  const theory = boundedQueue(SERVERS, SERVERS + QUEUE, { arrivalsPerSec, handleSec: MEAN_SEC });
  return { sojourn: sojourn.estimate(), blocking: blocking.estimate(), theory };
}

test.each([0.75, 0.95, 1.5])(
  "load %s: sojourn and blocking are those of M/M/c/K within a tenth",
  async (load) => {
    const { sojourn, blocking, theory } = await measure(load, 100);
    expect(Math.abs(sojourn.mean / theory.meanSojournSec - 1)).toBeLessThan(0.1);
    // The interval says that the run was long enough to say so.
    expect(sojourn.half / sojourn.mean).toBeLessThan(0.1);
    const offBy = Math.abs(blocking.mean - theory.blocking);
    if (theory.blocking > 0.005) expect(offBy / theory.blocking).toBeLessThan(0.1);
    else expect(offBy).toBeLessThan(0.0005);
  },
  PATIENT_ENOUGH_MS,
);

test(
  "the agreement is no accident: six servers where eight were meant are told apart",
  async () => {
    const { sojourn, theory } = await measure(0.75, 20, {}, 6);
    expect(sojourn.mean / theory.meanSojournSec).toBeGreaterThan(1.2);
  },
  PATIENT_ENOUGH_MS,
);

test(
  "log-normal service of the same mean and less spread is refused less often than exponential service",
  async () => {
    const even = await measure(0.95, 40, { distribution: "log-normal", sigma: 0.4 });
    expect(even.blocking.mean).toBeLessThan(even.theory.blocking * 0.7);
    expect(even.sojourn.mean).toBeGreaterThan(MEAN_SEC);
  },
  PATIENT_ENOUGH_MS,
);
