import { copyFile, mkdir, mkdtemp, open, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { seededRng } from "../runtime/seeded-rng.ts";
import { batchOf } from "../testing/drafts.ts";
import type { StoredEvent } from "./event-store.ts";
import { openSqliteStore } from "./sqlite-store.ts";

let folder: string;
let whole: string;
let events: readonly StoredEvent[];
/** A fresh copy of a good log of 40 entries, to be damaged by each test. */
let path: string;
let copies = 0;

const openAndRead = async (at: string): Promise<readonly StoredEvent[]> => {
  const store = await openSqliteStore(at);
  try {
    return await store.read(0, store.size() + 1);
  } finally {
    await store.close();
  }
};
const sql = (statements: string): void => {
  const db = new DatabaseSync(path);
  db.exec(statements);
  db.close();
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fieldproof-damage-"));
  whole = join(folder, "whole.sqlite");
  const store = await openSqliteStore(whole);
  for (let batch = 0; batch < 10; batch += 1) await store.append(batchOf(batch, 4, 400));
  await store.close();
  events = await openAndRead(whole);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  copies += 1;
  path = join(folder, `copy-${copies}.sqlite`);
  await copyFile(whole, path);
});

test("an undamaged copy opens", async () => {
  expect(await openAndRead(path)).toEqual(events);
});

const half = async (): Promise<void> => truncate(path, Math.floor((await readFile(path)).length / 2));
test.each<{ damage: string; reason: RegExp; act: () => void | Promise<void> }>([
  { damage: "a text file", reason: /not a database/, act: () => writeFile(path, "{}\n".repeat(9000)) },
  { damage: "an empty file", reason: /not an event log/, act: () => truncate(path, 0) },
  {
    damage: "a file cut in its first page",
    reason: /not a database|malformed|not an event log/,
    act: () => truncate(path, 700),
  },
  { damage: "a file cut in half", reason: /malformed/, act: half },
  {
    damage: "a folder in its place",
    reason: /unable to open/,
    act: () =>
      rm(path)
        .then(() => mkdir(path))
        .then(() => {}),
  },
  {
    damage: "only its write-ahead file",
    reason: /gone, but its write-ahead file/,
    act: () => rm(path).then(() => writeFile(`${path}-wal`, "x")),
  },
  { damage: "another program's database", reason: /not an event log/, act: () => sql("PRAGMA application_id = 1") },
  { damage: "a log of a newer version", reason: /version 2, not 1/, act: () => sql("PRAGMA user_version = 2") },
  { damage: "a table that is gone", reason: /no such table: custody/, act: () => sql("DROP TABLE custody") },
  {
    damage: "an entry with another time",
    reason: /chain breaks at entry 7 \(hash\)/,
    act: () => sql("UPDATE log SET entry = json_set(entry, '$.at', 1) WHERE position = 7"),
  },
  {
    damage: "an entry taken out",
    reason: /entry 7 is not in its place/,
    act: () => sql("DELETE FROM log WHERE position = 7"),
  },
  {
    damage: "an entry taken out and the rest moved up",
    reason: /entry 7 is not in its place/,
    act: () => sql("DELETE FROM log WHERE position = 7; UPDATE log SET position = position - 1 WHERE position > 7"),
  },
  {
    damage: "two entries swapped",
    reason: /entry 3 is not in its place/,
    act: () =>
      sql(
        "UPDATE log SET position = -1 WHERE position = 3; UPDATE log SET position = 3 WHERE position = 4; UPDATE log SET position = 4 WHERE position = -1",
      ),
  },
  {
    damage: "an entry that is no JSON",
    reason: /entry 5 cannot be read/,
    act: () => sql("UPDATE log SET entry = substr(entry, 1, 30) WHERE position = 5"),
  },
  {
    damage: "an entry of a kind that is not known",
    reason: /entry 5 cannot be read/,
    act: () => sql("UPDATE log SET entry = json_set(entry, '$.kind', 'contact.sold') WHERE position = 5"),
  },
  {
    damage: "a JSON null for an entry",
    reason: /entry 0 cannot be read/,
    act: () => sql("UPDATE log SET entry = 'null' WHERE position = 0"),
  },
  {
    damage: "one letter of a kept text",
    reason: /beside entry 9 is not what the entry commits to/,
    act: () => sql("UPDATE custody SET held = replace(held, '2.1 x', '2.1 y') WHERE position = 9"),
  },
  {
    damage: "another salt",
    reason: /beside entry 9/,
    act: () => sql("UPDATE custody SET held = json_set(held, '$.salt', '00') WHERE position = 9"),
  },
  {
    damage: "a list in custody",
    reason: /beside entry 9/,
    act: () => sql("UPDATE custody SET held = '[]' WHERE position = 9"),
  },
  {
    damage: "its last entries gone, their texts left",
    reason: /texts are kept for entries that are not there/,
    act: () => sql("DELETE FROM log WHERE position > 35"),
  },
])("$damage gives FP-STACK-007 with the reason", async ({ act, reason }) => {
  await act();
  const error: unknown = await openSqliteStore(path).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "FP-STACK-007", message: expect.stringMatching(reason) });
});

test("an erased text leaves the log whole", async () => {
  sql("DELETE FROM custody WHERE position = 9");
  const left = await openAndRead(path);
  expect(left[9]).toEqual({ entry: events[9]?.entry, custody: null });
  expect(left).toHaveLength(events.length);
});

test("one flipped bit anywhere is found, or changes nothing that is read", async () => {
  const rng = seededRng(77);
  const { length } = await readFile(whole);
  let found = 0;
  for (let round = 0; round < 24; round += 1) {
    // The header holds what decides how all else is read; it gets more than its share.
    const at = Math.floor(rng.next() * (round < 6 ? 108 : length));
    const flipped = join(folder, "flipped.sqlite");
    await copyFile(whole, flipped);
    const file = await open(flipped, "r+");
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, at);
    buffer.writeUInt8(buffer.readUInt8(0) ^ (1 << Math.floor(rng.next() * 8)), 0);
    await file.write(buffer, 0, 1, at);
    await file.close();
    const outcome = await openAndRead(flipped).catch((error: unknown) => error);
    if (isFieldproofError(outcome)) {
      expect(outcome.code, `byte ${at}`).toBe("FP-STACK-007");
      found += 1;
    } else expect(outcome, `byte ${at}`).toEqual(events);
    await rm(flipped, { force: true });
    await rm(`${flipped}-wal`, { force: true });
  }
  expect(found).toBeGreaterThan(8);
});

test("a log that another stack holds open is refused, and free again once that one is closed", async () => {
  const first = await openSqliteStore(path);
  await expect(openSqliteStore(path)).rejects.toMatchObject({ code: "FP-STACK-007", message: /locked/ });
  expect(await first.append(batchOf(99, 1))).toEqual([40]);
  await first.close();
  expect(await openAndRead(path)).toHaveLength(41);
});

test("a database that may not grow gives FP-STACK-006 for what is too large, and goes on with what fits", async () => {
  const store = await openSqliteStore(path, { maxPages: 40 });
  const [small, large, after] = await Promise.allSettled([
    store.append(batchOf(20, 1)),
    store.append(batchOf(21, 3, 200_000)),
    store.append(batchOf(22, 1)),
  ]);
  expect(small).toMatchObject({ status: "fulfilled", value: [40] });
  expect(large).toMatchObject({ status: "rejected", reason: { code: "FP-STACK-006", message: /full/ } });
  expect(after).toMatchObject({ status: "fulfilled", value: [41] });
  expect(store.failure()).toBeNull();
  await expect(store.append(batchOf(23, 3, 200_000))).rejects.toMatchObject({ code: "FP-STACK-006" });
  expect(store.failure()).toMatch(/full/);
  expect(store.size()).toBe(42);

  let kept = 42;
  for (let batch = 30; batch < 2000; batch += 1) {
    const appended = await store.append(batchOf(batch, 1, 2000)).catch(() => null);
    if (appended === null) break;
    kept += 1;
  }
  expect(store.failure()).toMatch(/full/);
  expect(kept).toBeGreaterThan(42);
  expect(store.size()).toBe(kept);
  expect(await store.read(0, 1)).toEqual(events.slice(0, 1));
  await store.close();

  const roomy = await openSqliteStore(path);
  expect(roomy.size()).toBe(kept);
  expect(await roomy.append(batchOf(3000, 3, 200_000))).toEqual([kept, kept + 1, kept + 2]);
  await roomy.close();
});
