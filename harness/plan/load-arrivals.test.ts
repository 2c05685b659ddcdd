import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadArrivals } from "./load-arrivals.ts";

const folder = await mkdtemp(join(tmpdir(), "arrivals-"));
afterAll(() => rm(folder, { recursive: true }));
let made = 0;
const load = async (text: string | Uint8Array) => {
  made += 1;
  const path = join(folder, `${made}.csv`);
  await writeFile(path, text);
  return loadArrivals(path);
};

test("sorts the times and counts them from the first", async () => {
  expect((await load("at\n12.5\n10\n11\n")).offsetsSec).toEqual([0, 1, 2.5]);
});

test("takes ISO times with offsets, other columns, quotes, CRLF, a byte order mark and blank lines", async () => {
  const text =
    '\ufeffid,at,text\r\n1,2026-11-27T18:00:00Z,"a, ""b"""\r\n\r\n2,2026-11-27T19:00:00.25+01:00,x\r\n3,2026-11-27 18:00:09Z,y\r\n';
  expect((await load(text)).offsetsSec).toEqual([0, 0.25, 9]);
});

test("names every bad row with its line", async () => {
  const text = "at,n\n1,a\nsoon,b\n-3,c\n,d\n2026-11-27T18:00:00Z,e\n2026-11-27T18:00:00,f\n\u001b[31m,g\n";
  await expect(load(text)).rejects.toMatchObject({ code: "FP-PLAN-002", details: { count: 6 } });
  const error = await load(text).catch((fault: Error) => fault);
  const faults = String(error instanceof Error ? error.message : "");
  expect(faults.match(/csv:(\d+):/g)).toEqual(["csv:3:", "csv:4:", "csv:5:", "csv:6:", "csv:7:", "csv:8:"]);
  expect(faults).toContain("must be in the form of the rows before: seconds");
  expect(faults).not.toContain("\u001b");
});

test.for([
  ["an empty file", "", "no arrivals"],
  ["a header alone", "at\n", "no arrivals"],
  ["another column", "time\n1\n", "no column at; the columns are time"],
  ["an open quote", 'at\n1\n"2\n', "CSV: Quote Not Closed"],
  ["milliseconds", "at\n0\n900000\n", "are they in milliseconds?"],
  ["an impossible day", "at\n2026-13-40T00:00:00Z\n", "must be seconds or an ISO 8601 time"],
  ["infinity", "at\n1e99\nInfinity\n", "must be seconds"],
] as const)("refuses %s", async ([, text, part]) => {
  await expect(load(text)).rejects.toThrow(part);
});

test("takes 200,000 rows and refuses one more", async () => {
  const rows = (count: number): string => `at\n${"1\n".repeat(count)}`;
  expect((await load(rows(200_000))).offsetsSec).toHaveLength(200_000);
  await expect(load(rows(200_001))).rejects.toThrow("at most 200000");
}, 20_000);

test("refuses binary rubbish with a coded error", async () => {
  await expect(load(Uint8Array.from({ length: 4000 }, (_, i) => (i * 151) % 256))).rejects.toMatchObject({
    code: "FP-PLAN-002",
  });
});
