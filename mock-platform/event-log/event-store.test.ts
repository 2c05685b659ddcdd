import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { verifyChain } from "../../core/trust/hash-chain.ts";
import { seededRng } from "../runtime/seeded-rng.ts";
import { batchOf, draftOf } from "../testing/drafts.ts";
import type { EventStore, StoredEvent } from "./event-store.ts";
import { chainTools } from "./log-chain.ts";
import { openMemoryStore } from "./memory-store.ts";
import { openSqliteStore } from "./sqlite-store.ts";

const ENGINES = [
  { engine: "memory", open: async () => openMemoryStore() },
  { engine: "sqlite", open: (folder: string) => openSqliteStore(join(folder, "events.sqlite")) },
];

/** Everything in the log, read in pages of `page`. */
const readAll = async (store: EventStore, page = 1000): Promise<StoredEvent[]> => {
  const events: StoredEvent[] = [];
  for (let from = 0; from < store.size(); from += page) events.push(...(await store.read(from, page)));
  return events;
};
const places = (events: readonly StoredEvent[]): string[] =>
  events.map(({ entry }) => `${String(entry.body["batch"])}.${String(entry.body["place"])}`);

describe.each(ENGINES)("the event log on $engine", ({ open }) => {
  let folder: string;
  let store: EventStore;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "fieldproof-log-"));
    store = await open(folder);
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  test("is empty at first and takes an empty batch for nothing", async () => {
    expect(store.size()).toBe(0);
    expect(await store.read(0, 10)).toEqual([]);
    expect(await store.append([])).toEqual([]);
    expect(store.size()).toBe(0);
    expect(store.failure()).toBeNull();
  });

  test("gives back what it was given, with indices from 0 and the custody beside the entry", async () => {
    const text = "\u{1F381} שלום \u202Ew</script>\u0000\u001B[31m";
    const plain = {
      at: 1.5,
      kind: "signal.given" as const,
      subject: "c_1",
      body: { text, n: -0.5, yes: true, none: null },
    };
    const draft = draftOf(1, 0, 1);
    const custody = { ...draft.custody, more: { deep: [1, text] } };
    expect(await store.append([plain, { ...draft, custody }])).toEqual([0, 1]);
    const [first, second] = await store.read(0, 10);
    expect(first?.entry).toMatchObject({ index: 0, ...plain });
    expect(first?.custody).toBeNull();
    expect(second?.entry.index).toBe(1);
    expect(second?.custody).toEqual(custody);
  });

  test("reads any page, and nothing behind the end", async () => {
    await store.append(batchOf(1, 7));
    expect(places(await store.read(2, 3))).toEqual(["1.2", "1.3", "1.4"]);
    expect(places(await store.read(5, 10))).toEqual(["1.5", "1.6"]);
    expect(await store.read(7, 10)).toEqual([]);
    expect(await store.read(3, 0)).toEqual([]);
    expect(places(await readAll(store, 2))).toHaveLength(7);
  });

  test("keeps each batch together and in the order of the calls, however many come at once", async () => {
    const rng = seededRng(11);
    const appended: { batch: number; indices: readonly number[] }[] = [];
    const client = async (name: number): Promise<void> => {
      for (let turn = 0; turn < 10; turn += 1) {
        const batch = name * 100 + turn;
        const before = store.size();
        const indices = await store.append(batchOf(batch, 1 + Math.floor(rng.next() * 4)));
        // Acknowledged only once it is in, and counted.
        expect(store.size()).toBeGreaterThanOrEqual(before + indices.length);
        expect(store.size()).toBeGreaterThan(Math.max(...indices));
        appended.push({ batch, indices });
      }
    };
    await Promise.all(Array.from({ length: 40 }, (_, name) => client(name)));
    const all = await readAll(store);
    expect(all).toHaveLength(store.size());
    for (const { batch, indices } of appended) {
      expect(indices).toEqual(indices.map((_, place) => (indices[0] ?? -1) + place));
      expect(places(indices.flatMap((index) => all[index] ?? []))).toEqual(
        indices.map((_, place) => `${batch}.${place}`),
      );
    }
    for (let name = 0; name < 40; name += 1) {
      const mine = appended
        .filter(({ batch }) => Math.floor(batch / 100) === name)
        .map(({ indices }) => indices[0] ?? -1);
      expect(mine).toEqual(mine.toSorted((a, b) => a - b));
    }
  });

  test("takes calls of one turn in their order", async () => {
    const indices = await Promise.all(Array.from({ length: 200 }, (_, batch) => store.append([draftOf(batch, 0, 1)])));
    expect(indices.flat()).toEqual(Array.from({ length: 200 }, (_, index) => index));
    expect(places(await readAll(store))).toEqual(Array.from({ length: 200 }, (_, batch) => `${batch}.0`));
  });

  test("holds one whole hash chain over all of it", async () => {
    await Promise.all(Array.from({ length: 30 }, (_, batch) => store.append(batchOf(batch, 3))));
    const entries = (await readAll(store)).map(({ entry }) => entry);
    expect(verifyChain(entries, chainTools)).toMatchObject({ result: "whole", count: 90 });
    const changed = entries.map((entry) => (entry.index === 44 ? { ...entry, at: entry.at + 1 } : entry));
    expect(verifyChain(changed, chainTools)).toMatchObject({ result: "broken", at: 44 });
  });

  test("keeps nothing of a batch that it refuses, and all of those beside it", async () => {
    const refused = { ...draftOf(2, 1, 2), custody: { text: () => "not data" } };
    const results = await Promise.allSettled([
      store.append(batchOf(1, 2)),
      store.append([draftOf(2, 0, 2), refused]),
      store.append(batchOf(3, 2)),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(places(await readAll(store))).toEqual(["1.0", "1.1", "3.0", "3.1"]);
    expect(await store.append(batchOf(4, 1))).toEqual([4]);
    expect(store.failure()).toBeNull();
    const entries = (await readAll(store)).map(({ entry }) => entry);
    expect(verifyChain(entries, chainTools)).toMatchObject({ result: "whole", count: 5 });
  });

  test("is untouched by what a caller does to a draft later", async () => {
    const body: Record<string, string> = { word: "first" };
    const custody: Record<string, unknown> = { note: "first" };
    const draft = { at: 1, kind: "signal.given", subject: "c_1", body, custody } as const;
    // The second waits for the first one's commit.
    const appending = [store.append([draft]), store.append([draft])];
    body["word"] = "second";
    custody["note"] = "second";
    await Promise.all(appending);
    const events = await store.read(0, 2);
    expect(events.map(({ entry }) => entry.body)).toEqual([{ word: "first" }, { word: "first" }]);
    expect(events.map((event) => event.custody)).toEqual([{ note: "first" }, { note: "first" }]);
  });

  test("lets what came before its end in, and refuses what comes after", async () => {
    const before = [store.append(batchOf(1, 2)), store.append(batchOf(2, 1))];
    const closing = store.close();
    await expect(store.append(batchOf(3, 1))).rejects.toMatchObject({ code: "FP-STACK-006" });
    expect((await Promise.all(before)).flat()).toEqual([0, 1, 2]);
    await closing;
    await store.close();
    await expect(store.append(batchOf(4, 1))).rejects.toMatchObject({ code: "FP-STACK-006" });
  });
});
