import { expect, test } from "vitest";
import { erlangA } from "../../core/workforce/erlang-a.ts";
import { erlangC } from "../../core/workforce/erlang-c.ts";
import { createBatchMeans, type Estimate } from "./batch-means.ts";
import { type DeskModel, simulateDesk } from "./simulate-desk.ts";

const PATIENT_ENOUGH_MS = 120_000;

/** What customers and agents of a long run lived through, each with its interval. */
async function measure(model: DeskModel) {
  const endMs = model.hours * 3_600_000;
  const load = model.arrivalsPerSec * model.handleSec;
  const abandoned = createBatchMeans(endMs, load);
  const waited = createBatchMeans(endMs, load);
  const waitSec = createBatchMeans(endMs, load);
  const busy = createBatchMeans(endMs, load);
  await simulateDesk(model, {
    contact: (record, { handling }) => {
      const workSec = handling.totalMs / 1000;
      const answer = record.seen.find((seen) => seen.author === "agent");
      const left = record.left !== null && (answer === undefined || record.left.at <= answer.at);
      const until = left ? record.left?.at : answer?.at;
      if (until === undefined) throw new Error(`contact ${record.index} neither left nor was answered`);
      busy.contact(record.scheduledAt, 0, workSec);
      abandoned.contact(record.scheduledAt, left ? 1 : 0, workSec);
      waited.contact(record.scheduledAt, until > record.scheduledAt ? 1 : 0, workSec);
      waitSec.contact(record.scheduledAt, (until - record.scheduledAt) / 1000, workSec);
    },
    handling: (record) => {
      if (record.claimedAt === null || record.resolvedAt === null) return;
      busy.moment(record.claimedAt, (record.releasedAt - record.claimedAt) / 1000);
    },
  });
  return {
    abandoned: abandoned.perContact(),
    waited: waited.perContact(),
    waitSec: waitSec.perContact(),
    busySlots: busy.perSecond(),
  };
}

/** The exact value lies in the interval, and the interval is narrow enough to mean something. */
function agrees({ mean, half }: Estimate, exact: number, widest: number): void {
  expect(half).toBeLessThan(widest);
  expect(Math.abs(mean - exact)).toBeLessThan(half);
}

// Garnett, Mandelbaum and Reiman 2002, recomputed: abandon 3.09 %, mean wait 3.71 s, utilisation 93.0 %; tolerance 0.002.
test(
  "80 hours of the real actors agree with Erlang A: 48 a minute, 1 min, 50 slots, patience 2 min",
  async () => {
    const model = { slots: 50, arrivalsPerSec: 48 / 60, handleSec: 60, patienceSec: 120, hours: 80, seed: 7 };
    const exact = erlangA(model.slots, model);
    const found = await measure(model);
    agrees(found.abandoned, exact.abandonProbability, 0.0015);
    agrees(found.waitSec, exact.meanWaitSec, 0.2);
    agrees(found.waited, exact.waitProbability, 0.012);
    agrees(found.busySlots, exact.utilisation * model.slots, 0.07);
    expect(Math.abs(found.abandoned.mean - 0.0309)).toBeLessThan(0.002);
    // Who gives up is the wait over the patience, so 0.002 of the one is 0.24 s of the other.
    expect(Math.abs(found.waitSec.mean - 3.71)).toBeLessThan(0.24);
    expect(Math.abs(found.busySlots.mean / model.slots - 0.93)).toBeLessThan(0.002);
  },
  PATIENT_ENOUGH_MS,
);

test(
  "with endless patience they agree with Erlang C: 2 slots at 60 %",
  async () => {
    const model = { slots: 2, arrivalsPerSec: 0.6, handleSec: 2, patienceSec: null, hours: 60, seed: 7 };
    const exact = erlangC(model.slots, model);
    const found = await measure(model);
    expect(found.abandoned).toEqual({ mean: 0, half: 0 });
    agrees(found.waited, exact.waitProbability, 0.005);
    agrees(found.waitSec, exact.meanWaitSec, 0.05);
    agrees(found.busySlots, exact.utilisation * model.slots, 0.006);
  },
  PATIENT_ENOUGH_MS,
);

// 100 calls in 30 min, 240 s, 20 agents: 2.2435058 s. In hundredths of its time, so that idle slots poll less often.
test(
  "and at the size of the published example: 20 slots at 67 %",
  async () => {
    const model = { slots: 20, arrivalsPerSec: 100 / 18, handleSec: 2.4, patienceSec: null, hours: 7, seed: 7 };
    const exact = erlangC(model.slots, model);
    const found = await measure(model);
    agrees(found.waited, exact.waitProbability, 0.006);
    agrees(found.waitSec, 0.022435058, 0.004);
    agrees(found.busySlots, (20 * 2) / 3, 0.01);
  },
  PATIENT_ENOUGH_MS,
);

test("the same seed lives the same day, another another", async () => {
  const day = async (seed: number): Promise<string> => {
    const lines: string[] = [];
    const model = { slots: 4, arrivalsPerSec: 0.1, handleSec: 40, patienceSec: 60, hours: 2, seed };
    await simulateDesk(model, {
      contact: (record) => void lines.push(JSON.stringify(record)),
      handling: (record) => void lines.push(JSON.stringify(record)),
    });
    return lines.join("\n");
  };
  const first = await day(3);
  expect(await day(3)).toBe(first);
  expect(await day(4)).not.toBe(first);
});

test("two slots too few are seen: the simulation can disagree", async () => {
  const model = { slots: 48, arrivalsPerSec: 48 / 60, handleSec: 60, patienceSec: 120, hours: 12, seed: 7 };
  const found = await measure(model);
  const planned = erlangA(50, model);
  expect(Math.abs(found.abandoned.mean - planned.abandonProbability)).toBeGreaterThan(found.abandoned.half);
});
