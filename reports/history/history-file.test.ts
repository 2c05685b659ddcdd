import { appendFile, mkdir, readFile, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HISTORY_FILE, type HistoryEntry } from "../../core/schema/history.ts";
import { testFolder } from "../../test/temp-folder.ts";
import { verdict } from "../render/verdict-builder.ts";
import { cannotTell, notReady, ready } from "../render/verdict-examples.ts";
import { hostileVerdict } from "../render/verdict-hostile.ts";
import { historyEntry } from "./history-entry.ts";
import { appendHistory, readHistory } from "./history-file.ts";

const entry = (run: string): HistoryEntry => historyEntry(verdict({}, { id: run }));
const folder = (): Promise<string> => testFolder("history");
const runsIn = async (dir: string): Promise<string[]> => (await readHistory(dir)).entries.map(({ run }) => run);

test("keeps what a verdict says, a line a run, in the order in which they came", async () => {
  const dir = await folder();
  const hostile = hostileVerdict();
  const made = [ready(), notReady(), cannotTell(), { ...hostile, run: { ...hostile.run, id: "hostile" } }];
  const entries = made.map((one, at) => historyEntry({ ...one, run: { ...one.run, id: `run-${at}` } }));
  for (const one of entries) await appendHistory(dir, one);
  expect((await readHistory(dir)).entries).toEqual(entries);
  expect((await readFile(join(dir, HISTORY_FILE), "utf8")).split("\n")).toHaveLength(5);
});

test("there is none before the first run", async () => {
  expect(await readHistory(join(await folder(), "not", "there"))).toMatchObject({ entries: [], damaged: 0 });
});

test.each([1, 40, 1000])("a last line that was cut %i bytes short costs itself alone", async (bytes) => {
  const dir = await folder();
  for (const run of ["a", "b"]) await appendHistory(dir, entry(run));
  const path = join(dir, HISTORY_FILE);
  await truncate(path, (await readFile(path)).length - bytes - 1);
  await appendHistory(dir, entry("c"));
  expect(await readHistory(dir)).toMatchObject({ damaged: 1, foreign: 0 });
  expect(await runsIn(dir)).toEqual(["a", "c"]);
});

test("only the line feed cut off costs nothing", async () => {
  const dir = await folder();
  for (const run of ["a", "b"]) await appendHistory(dir, entry(run));
  const path = join(dir, HISTORY_FILE);
  await truncate(path, (await readFile(path)).length - 1);
  expect(await runsIn(dir)).toEqual(["a", "b"]);
  await appendHistory(dir, entry("c"));
  expect(await readHistory(dir)).toMatchObject({ damaged: 0, entries: { length: 3 } });
});

test("of a run that was judged again the later line counts, in its first place", async () => {
  const dir = await folder();
  for (const run of ["a", "b"]) await appendHistory(dir, entry(run));
  await appendHistory(dir, { ...entry("a"), verdict: "NOT READY" });
  const { entries } = await readHistory(dir);
  expect(entries.map(({ run, verdict: word }) => [run, word])).toEqual([
    ["a", "NOT READY"],
    ["b", "READY"],
  ]);
});

test("runs that end at once lose no line", async () => {
  const dir = await folder();
  const runs = Array.from({ length: 20 }, (_, at) => `run-${at}`);
  await Promise.all(runs.map((run) => appendHistory(dir, entry(run))));
  expect((await runsIn(dir)).toSorted()).toEqual(runs.toSorted());
});

const line = JSON.stringify(entry("bad"));
test.each([
  ["of another version", line.replace("fieldproof.history/1", "fieldproof.history/2"), { damaged: 0, foreign: 1 }],
  ["with a field more", line.replace("{", '{"extra":1,'), { damaged: 1, foreign: 0 }],
  ["with NaN", line.replace(/"timeFactor":\d+/, '"timeFactor":NaN'), { damaged: 1, foreign: 0 }],
  ["with an infinity", line.replace(/"timeFactor":\d+/, '"timeFactor":1e999'), { damaged: 1, foreign: 0 }],
  ["with a negative count", line.replace(/"misses":\d+/, '"misses":-1'), { damaged: 1, foreign: 0 }],
  ["with a path for a run", line.replace('"bad"', '"../../etc"'), { damaged: 1, foreign: 0 }],
  ["that is no object", "[1,2]", { damaged: 1, foreign: 0 }],
  ["of nulls", "\0".repeat(500), { damaged: 1, foreign: 0 }],
  ["without end", "x".repeat(9_000_000), { damaged: 1, foreign: 0 }],
])("a line %s is passed over and counted", async (_name, bad, counts) => {
  const dir = await folder();
  await appendHistory(dir, entry("a"));
  await appendFile(join(dir, HISTORY_FILE), `${bad}\n`);
  await appendHistory(dir, entry("b"));
  expect(await readHistory(dir)).toMatchObject({ ...counts, entries: [{ run: "a" }, { run: "b" }] });
});

test("a million lines are read without holding them", async () => {
  const dir = await folder();
  await appendHistory(dir, entry("first"));
  const path = join(dir, HISTORY_FILE);
  const block = `${"garbage\n".repeat(100_000)}`;
  for (let at = 0; at < 10; at++) await appendFile(path, block);
  await appendHistory(dir, entry("last"));
  expect(await readHistory(dir)).toMatchObject({ damaged: 1_000_000, entries: [{ run: "first" }, { run: "last" }] });
});

test("lines of other plans are only counted where one plan is asked for", async () => {
  const dir = await folder();
  await appendHistory(dir, entry("a"));
  await appendHistory(dir, historyEntry(verdict({}, { id: "b", planDigest: "another" })));
  expect(await readHistory(dir, "another")).toMatchObject({ others: 1, damaged: 0, entries: [{ run: "b" }] });
});

test.each<[string, (path: string, dir: string) => Promise<unknown>]>([
  [
    "a link",
    async (path, dir) => {
      await writeFile(join(dir, "precious"), "mine");
      await symlink(join(dir, "precious"), path);
    },
  ],
  ["a folder", (path) => mkdir(path)],
])("%s in its place is neither read nor written", async (_name, make) => {
  const dir = await folder();
  await make(join(dir, HISTORY_FILE), dir);
  await expect(appendHistory(dir, entry("a"))).rejects.toMatchObject({ code: "FP-FILE-002" });
  await expect(readHistory(dir)).rejects.toMatchObject({ code: "FP-FILE-001" });
  expect(await readFile(join(dir, "precious"), "utf8").catch(() => "mine")).toBe("mine");
});
