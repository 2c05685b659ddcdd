import type { Clock, Timers } from "../../core/contract/ports.ts";
import type { ScenarioInput } from "../../core/contract/script.ts";
import type { IslandPort } from "../../core/contract/target.ts";
import type { HeartbeatRecord, ProbeRecord } from "../../core/schema/evidence.ts";

interface ProberWorld {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly islands: IslandPort;
  readonly onProbe: (record: ProbeRecord) => void;
}

/** Time left for the last reads to come back. */
const LAST_READS_MS = 2000;

/**
 * Reads the island at one PoP at an even pace, open loop: a slow answer never delays the next read. Every
 * `verifyEvery`-th read checks the signature.
 */
export async function refreshWave(
  pop: string,
  wave: NonNullable<ScenarioInput["refresh"]>,
  t0: number,
  world: ProberWorld,
  phase = "refresh",
): Promise<void> {
  const { clock, timers } = world;
  const gapMs = 1000 / Math.max(0.001, wave.readsPerSec);
  const total = Math.floor((wave.toOffsetMs - wave.fromOffsetMs) / gapMs);
  let open = 0;
  for (let index = 0; index < total; index++) {
    await timers.wait(Math.max(0, t0 + wave.fromOffsetMs + index * gapMs - clock.now()));
    const at = clock.now();
    open++;
    void world.islands.read(pop, index % wave.verifyEvery === 0).then((reading) => {
      open--;
      world.onProbe({
        kind: "probe",
        at,
        pop,
        phase,
        status: reading.status,
        ms: clock.now() - at,
        islandVersion: reading.version,
        keyId: reading.keyId,
        cacheStatus: reading.cacheStatus,
        signatureGood: reading.signatureGood,
      });
    });
  }
  for (const end = clock.now() + LAST_READS_MS; open > 0 && clock.now() < end; ) await timers.wait(20);
}

/** Steady reads of the island at one PoP; wall seconds. */
export const STEADY_READS_PER_SEC = 2;

/**
 * Reads the island at one PoP from T0 to the end and checks each signature: what was proved before the drop must also
 * be served while it goes on. A bad island that is served for less than half a second may be missed.
 */
export const steadyReads = (pop: string, endOffsetMs: number, t0: number, world: ProberWorld): Promise<void> => {
  const reads = { fromOffsetMs: 0, toOffsetMs: endOffsetMs, readsPerSec: STEADY_READS_PER_SEC, verifyEvery: 1 };
  return refreshWave(pop, reads, t0, world, "steady");
};

/** A sign of life each wall second, with how late the generator's own timers are. */
export async function beat(
  endAt: number,
  world: { readonly clock: Clock; readonly timers: Timers; readonly onBeat: (record: HeartbeatRecord) => void },
): Promise<void> {
  for (let due = world.clock.now(); due < endAt; due += 1000) {
    await world.timers.wait(Math.max(0, due - world.clock.now()));
    const at = world.clock.now();
    world.onBeat({ kind: "heartbeat", at, lateMs: at - due });
  }
}
