import { expect, test } from "vitest";
import type { IslandReading } from "../../core/contract/target.ts";
import { type ProbeRecord, probeRecordSchema } from "../../core/schema/evidence.ts";
import { createVirtualClock } from "../../harness/simulation/virtual-clock.ts";
import { beat, refreshWave, steadyReads } from "./prober.ts";

const START = 1_700_000_000_000;
const good: IslandReading = {
  status: 200,
  version: 3,
  keyId: "k",
  cacheStatus: "pop-a; hit",
  signatureGood: null,
};
const wave = { fromOffsetMs: 1000, toOffsetMs: 2000, readsPerSec: 10, verifyEvery: 4 };

async function read(answer: (time: ReturnType<typeof createVirtualClock>) => Promise<IslandReading>) {
  const time = createVirtualClock(START);
  const asked: { at: number; verify: boolean }[] = [];
  const probes: ProbeRecord[] = [];
  const islands = {
    read: (_pop: string, verify: boolean) => {
      asked.push({ at: time.clock.now() - START, verify });
      return answer(time);
    },
  };
  const onProbe = (record: ProbeRecord): void => void probes.push(probeRecordSchema.parse(record));
  await time.run(refreshWave("pop-a", wave, START, { ...time, islands, onProbe }));
  return { asked, probes, endedAtMs: time.clock.now() - START };
}

test("reads at an even pace and checks each fourth signature", async () => {
  const { asked, probes } = await read(async () => good);
  expect(asked.map(({ at }) => at)).toEqual([1000, 1100, 1200, 1300, 1400, 1500, 1600, 1700, 1800, 1900]);
  expect(asked.flatMap(({ verify }, index) => (verify ? [index] : []))).toEqual([0, 4, 8]);
  expect(probes[0]).toMatchObject({ at: START + 1000, pop: "pop-a", phase: "refresh", status: 200, islandVersion: 3 });
});

test("slow answers delay no later read, and are waited for", async () => {
  const { asked, probes } = await read((time) => time.timers.wait(700).then(() => good));
  expect(asked.at(-1)?.at).toBe(1900);
  expect(probes.map(({ ms }) => ms)).toEqual(Array(10).fill(700));
});

test("a PoP that never answers ends the wave two seconds after its last read", async () => {
  const { probes, endedAtMs } = await read(() => new Promise(() => {}));
  expect(probes).toEqual([]);
  expect(endedAtMs).toBeLessThanOrEqual(3920);
});

test("gives a sign of life each second and says how late it is", async () => {
  const time = createVirtualClock(START);
  const beats: { at: number; lateMs: number }[] = [];
  await time.run(
    beat(START + 3000, { ...time, onBeat: ({ at, lateMs }) => void beats.push({ at: at - START, lateMs }) }),
  );
  expect(beats).toEqual([0, 1000, 2000].map((at) => ({ at, lateMs: 0 })));
});

test("reads steadily from T0 to the end and checks each signature", async () => {
  const time = createVirtualClock(START);
  const probes: { at: number; phase: string; verify: boolean }[] = [];
  let checked = false;
  const islands = {
    read: async (_pop: string, verify: boolean) => {
      checked = verify;
      return good;
    },
  };
  const onProbe = ({ at, phase }: ProbeRecord): void => void probes.push({ at: at - START, phase, verify: checked });
  await time.run(steadyReads("pop-a", 2000, START, { ...time, islands, onProbe }));
  expect(probes).toEqual([0, 500, 1000, 1500].map((at) => ({ at, phase: "steady", verify: true })));
});
