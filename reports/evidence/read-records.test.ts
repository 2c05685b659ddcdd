import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { testFolder } from "../../test/temp-folder.ts";
import { eachRecord } from "./read-records.ts";

const schema = z.strictObject({ n: z.number(), text: z.string() });

const read = async (bytes: string | Uint8Array): Promise<{ n: number; text: string }[]> => {
  const path = join(await testFolder("records"), "records.ndjson");
  await writeFile(path, bytes);
  const records: { n: number; text: string }[] = [];
  await eachRecord(path, schema, (record) => records.push(record));
  return records;
};
const lineOf = (n: number, text: string): string => `${JSON.stringify({ n, text })}\n`;

test("lines of any length come whole and in turn, wherever chunks end", async () => {
  // Short lines, some longer than what a chunk's head holds, one longer than two chunks, and characters of many bytes.
  const lengths = Array.from({ length: 3000 }, (_, n) => (n % 700 === 0 ? 70_000 : n === 1234 ? 600_000 : n % 300));
  const texts = lengths.map((length, n) => (["é", "😀", "x"][n % 3] ?? "").repeat(Math.min(length, 200_000)));
  const records = await read(texts.map((text, n) => lineOf(n, text)).join(""));
  expect(records.map(({ n }) => n)).toEqual(lengths.map((_, n) => n));
  expect(records.every(({ n, text }) => text === texts[n])).toBe(true);
});

test("an empty file has no record", async () => {
  expect(await read("")).toEqual([]);
});

test.each<[string, string | Uint8Array, number, string]>([
  ["a cut line", `${lineOf(0, "a")}{"n":1`, 2, "the file ends in the middle of it"],
  ["a line without an end", `${lineOf(0, "a")}${"x".repeat(1_400_000)}`, 2, "it is longer than a megabyte"],
  ["an empty line", `${lineOf(0, "a")}\n${lineOf(1, "b")}`, 2, "Unexpected end of JSON input"],
  ["a line of another schema", `${lineOf(0, "a")}{"n":"1","text":"b"}\n`, 2, "n: "],
  ["a field too many", '{"n":1,"text":"b","more":1}\n', 1, "more"],
])("%s is a fault with its place", async (_name, bytes, line, reason) => {
  const fault = await read(bytes).catch((error: unknown) => error);
  expect(fault).toMatchObject({ code: "FP-EVID-005", details: { path: "records.ndjson", line } });
  expect(String(fault)).toContain(reason);
});

test("what the taker throws comes out as it is, and the file is closed", async () => {
  const path = join(await testFolder("records"), "records.ndjson");
  await writeFile(path, lineOf(0, "a") + lineOf(1, "b"));
  const own = new Error("enough");
  await expect(
    eachRecord(path, schema, () => {
      throw own;
    }),
  ).rejects.toBe(own);
});

test("a file that is not there is a fault before its first line", async () => {
  await expect(eachRecord(join(await testFolder("records"), "none.ndjson"), schema, () => {})).rejects.toMatchObject({
    ...{ code: "FP-EVID-005", details: { line: 0 } },
  });
});
