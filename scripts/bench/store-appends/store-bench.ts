import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EventDraft } from "../../../mock-platform/event-log/event-store.ts";
import { openSqliteStore } from "../../../mock-platform/event-log/sqlite-store.ts";
import { type Comparison, median } from "../bench-figures.ts";
import { openRawStore } from "./raw-store.ts";

/** Appenders at once, each waiting for its own append to be on disk before the next: a busy stack's commands. */
const APPENDERS = 256;
const TURNS = 3;

/** A message as a busy desk logs it: the entry, and beside it the text in custody. */
const draftOf = (number: number): EventDraft => ({
  ...{ at: 1_795_575_436_000 + number, kind: "message.sent", subject: "c_Bn9Zmhi3QhcjuYE1" },
  body: {
    ...{ messageId: `m_${String(number).padStart(16, "0")}`, seq: 3, author: "agent", agentId: "agent-7" },
    ...{ commitment: "8H6QGSa29mQHxvxLw0Ev_Dp8ta67DV2_zznfTdvb9YQ", inReplyTo: null },
  },
  custody: { text: "Your order is on its way; it left the house this morning.", salt: "706YsHBns_C1F5uz" },
});

/** Appends a second over so many seconds, all of them acknowledged as durable. */
async function ratePerSec(append: (number: number) => Promise<unknown>, seconds: number): Promise<number> {
  let done = 0;
  const began = performance.now();
  const endAt = began + seconds * 1000;
  await Promise.all(
    Array.from({ length: APPENDERS }, async () => {
      while (performance.now() < endAt) {
        await append(done);
        done += 1;
      }
    }),
  );
  return done / ((performance.now() - began) / 1000);
}

/**
 * Durable appends of the stack's event store, which chains and commits each entry, against SQLite alone: the same tables,
 * WAL and synchronous=FULL, the same grouping, in a worker, too, which is handed finished texts. Turn by turn.
 */
export async function benchStore(seconds: number): Promise<Comparison> {
  const folder = await mkdtemp(join(tmpdir(), "fieldproof-bench-store-"));
  const stores: number[] = [];
  const raws: number[] = [];
  try {
    for (let turn = 0; turn < TURNS; turn++) {
      const raw = await openRawStore(join(folder, `raw-${turn}.db`));
      raws.push(
        await ratePerSec((number) => {
          const { custody, ...entry } = draftOf(number);
          const chained = { index: number, ...entry, prev: "0".repeat(64), hash: "0".repeat(64) };
          return raw.append(JSON.stringify(chained), JSON.stringify(custody));
        }, seconds),
      );
      await raw.close();
      const store = await openSqliteStore(join(folder, `store-${turn}.db`));
      stores.push(await ratePerSec((number) => store.append([draftOf(number)]), seconds));
      await store.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const [store, raw] = [median(stores), median(raws)];
  return {
    figures: { appenders: APPENDERS, "raw SQLite, appends/s": raw, "event store, appends/s": store },
    ratios: [{ name: "event store / raw SQLite", value: store / raw, bound: "at least", aim: 0.8 }],
  };
}
