import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EventDraft } from "../../../mock-platform/event-log/event-store.ts";
import { openSqliteStore } from "../../../mock-platform/event-log/sqlite-store.ts";
import type { Comparison } from "../bench-figures.ts";
import { type PairedRatio, pairedRounds, type RoundFigures } from "../paired-rounds.ts";
import { openRawStore } from "./raw-store.ts";

/** Appenders at once, each waiting for its own append to be on disk before the next: a busy stack's commands. */
const APPENDERS = 256;
/** Of one side's turn: short, so that what else the machine does meets both sides of a pair. */
const TURN_MS = 400;

/** A message as a busy desk logs it: the entry, and beside it the text in custody. */
const draftOf = (number: number): EventDraft => ({
  ...{ at: 1_795_575_436_000 + number, kind: "message.sent", subject: "c_Bn9Zmhi3QhcjuYE1" },
  body: {
    ...{ messageId: `m_${String(number).padStart(16, "0")}`, seq: 3, author: "agent", agentId: "agent-7" },
    ...{ commitment: "8H6QGSa29mQHxvxLw0Ev_Dp8ta67DV2_zznfTdvb9YQ", inReplyTo: null },
  },
  custody: { text: "Your order is on its way; it left the house this morning.", salt: "706YsHBns_C1F5uz" },
});

/** Appends of one turn, all of them acknowledged as durable. */
async function turnOf(append: (number: number) => Promise<unknown>): Promise<RoundFigures> {
  let done = 0;
  const cpu = process.cpuUsage();
  const began = performance.now();
  const endAt = began + TURN_MS;
  await Promise.all(
    Array.from({ length: APPENDERS }, async () => {
      while (performance.now() < endAt) {
        await append(done);
        done += 1;
      }
    }),
  );
  const { user, system } = process.cpuUsage(cpu);
  return { ratePerSec: (done * 1000) / (performance.now() - began), cpuUs: (user + system) / done };
}

const spread = ({ interval: [lower, upper] }: PairedRatio): string =>
  `${lower?.toFixed(2) ?? "unknown"} to ${upper?.toFixed(2) ?? "unknown"}`;

/**
 * Durable appends of the stack's event store, which chains and commits each entry, against SQLite alone: the same tables,
 * WAL and synchronous=FULL, the same grouping, in a worker, too, which is handed finished texts. Both stay open, and take
 * turns of less than half a second.
 */
export async function benchStore(seconds: number): Promise<Comparison> {
  const folder = await mkdtemp(join(tmpdir(), "fieldproof-bench-store-"));
  try {
    const raw = await openRawStore(join(folder, "raw.db"));
    const store = await openSqliteStore(join(folder, "store.db"));
    const paired = await pairedRounds(
      Math.max(1, Math.round((seconds * 1000) / (2 * TURN_MS))),
      () =>
        turnOf((number) => {
          const { custody, ...entry } = draftOf(number);
          const chained = { index: number, ...entry, prev: "0".repeat(64), hash: "0".repeat(64) };
          return raw.append(JSON.stringify(chained), JSON.stringify(custody));
        }),
      () => turnOf((number) => store.append([draftOf(number)])),
    );
    await raw.close();
    await store.close();
    const { rounds, one, other, rate, cpu } = paired;
    return {
      figures: {
        appenders: APPENDERS,
        "pairs of turns": rounds,
        "raw SQLite, appends/s": one.ratePerSec,
        "event store, appends/s": other.ratePerSec,
        "event store / raw SQLite, 95 % of the median": spread(rate),
        "raw SQLite, CPU us an append": one.cpuUs,
        "event store, CPU us an append": other.cpuUs,
        "CPU, raw / event store": cpu.median,
        "CPU, raw / event store, 95 % of the median": spread(cpu),
      },
      ratios: [{ name: "event store / raw SQLite, median pair", value: rate.median, bound: "at least", aim: 0.8 }],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
