import { createHash } from "node:crypto";
import { openSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import canonicalize from "canonicalize";
import { afterAll, expect, test } from "vitest";
import { journalEntrySchema } from "../../core/schema/evidence.ts";
import { verifyChain } from "../../core/trust/hash-chain.ts";
import { openJournal } from "./journal.ts";

const folder = await mkdtemp(join(tmpdir(), "journal-"));
afterAll(() => rm(folder, { recursive: true }));
let made = 0;
const fresh = (): string => join(folder, `${++made}.ndjson`);
let now = 1000;
const clock = { now: () => (now += 0.5) };
const tools = {
  canonical: (value: object): string => canonicalize(value) ?? "",
  sha256Hex: (text: string): string => createHash("sha256").update(text).digest("hex"),
};
const entriesOf = async (path: string) =>
  (await readFile(path, "utf8"))
    .split("\n")
    .filter(Boolean)
    .map((line) => journalEntrySchema.parse(JSON.parse(line)));

test("writes whole, chained entries in the order of the calls", async () => {
  const path = fresh();
  const journal = await openJournal(path, clock);
  await Promise.all([
    journal.append("a", { n: 1 }),
    journal.append("b", { z: "ü", a: [1e21, -0] }, { sync: true }),
    journal.append("c", {}),
  ]);
  await journal.close();
  const entries = await entriesOf(path);
  expect(entries.map(({ seq, kind }) => [seq, kind])).toEqual([
    [1, "a"],
    [2, "b"],
    [3, "c"],
  ]);
  expect(verifyChain(entries, tools)).toMatchObject({ result: "whole", count: 3 });
});

test("the chain breaks at the entry that was changed, left out or moved", async () => {
  const path = fresh();
  const journal = await openJournal(path, clock);
  for (let n = 0; n < 4; n += 1) await journal.append("step", { n });
  await journal.close();
  const entries = await entriesOf(path);
  const [a, b, c, d] = entries;
  if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error("four entries");
  expect(verifyChain([a, { ...b, data: { n: 9 } }, c, d], tools)).toMatchObject({ result: "broken", at: 1 });
  expect(verifyChain([a, c, d], tools)).toMatchObject({ result: "broken", at: 1 });
  expect(verifyChain([a, c, b, d], tools)).toMatchObject({ result: "broken", at: 1 });
});

test("an entry is on the file when append returns", async () => {
  const path = fresh();
  const journal = await openJournal(path, clock);
  await journal.append("undo", { step: "restore" }, { sync: true });
  expect(await entriesOf(path)).toHaveLength(1);
  await journal.close();
});

test("takes half characters, dates, undefined and NaN without breaking its chain", async () => {
  const path = fresh();
  const journal = await openJournal(path, clock);
  await journal.append("odd", {
    half: "\ud800",
    gone: undefined,
    day: new Date(0),
    nan: Number.NaN,
    deep: { text: "\u001b[31m\n" },
  });
  await journal.close();
  const entries = await entriesOf(path);
  expect(entries[0]?.data).toEqual({
    half: "\ufffd",
    day: "1970-01-01T00:00:00.000Z",
    nan: null,
    deep: { text: "\u001b[31m\n" },
  });
  expect(verifyChain(entries, tools).result).toBe("whole");
});

test.skipIf(process.platform !== "linux")(
  "tells of a full disk once and remembers it; closing does not throw",
  async () => {
    const journal = await openJournal("/dev/full", clock, (path) => openSync(path, "a"));
    const first = await journal.append("a", {}).catch((error: unknown) => error);
    expect(first).toMatchObject({ code: "FP-RUN-002", details: { reason: "no space is left on the disk" } });
    await expect(journal.append("b", {})).rejects.toBe(first);
    expect(journal.fault).toBe(first);
    await journal.close();
    await journal.close();
  },
);

test("refuses a journal that exists, and a folder that does not", async () => {
  const path = fresh();
  await writeFile(path, "kept\n");
  await expect(openJournal(path, clock)).rejects.toMatchObject({
    code: "FP-RUN-002",
    details: { reason: "it exists already" },
  });
  expect(await readFile(path, "utf8")).toBe("kept\n");
  await expect(openJournal(join(folder, "none", "j"), clock)).rejects.toMatchObject({ code: "FP-RUN-002" });
});

test("refuses entries after it was closed", async () => {
  const journal = await openJournal(fresh(), clock);
  await journal.close();
  await expect(journal.append("late", {})).rejects.toMatchObject({ code: "FP-RUN-002" });
});
