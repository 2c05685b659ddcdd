import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeJsonFile } from "./json-file.ts";
import { createRunFolder } from "./run-folder.ts";

const folder = await mkdtemp(join(tmpdir(), "runs-"));
afterAll(() => rm(folder, { recursive: true }));

test("makes the folder, with its parents, and leaves it empty", async () => {
  const path = await createRunFolder(join(folder, "a", "runs"), "1124T1402-7");
  expect(path).toBe(join(folder, "a", "runs", "1124T1402-7"));
  expect(await readdir(path)).toEqual([]);
});

test("refuses a run that exists and touches nothing in it", async () => {
  await mkdir(join(folder, "old"));
  await writeFile(join(folder, "old", "run.json"), "{}");
  await expect(createRunFolder(folder, "old")).rejects.toMatchObject({ code: "FP-FILE-004" });
  expect(await readdir(join(folder, "old"))).toEqual(["run.json"]);
});

test("refuses a place that cannot be written", async () => {
  await writeFile(join(folder, "file"), "");
  await expect(createRunFolder(join(folder, "file"), "x")).rejects.toMatchObject({ code: "FP-FILE-002" });
  await expect(createRunFolder(join(folder, "file", "runs"), "x")).rejects.toMatchObject({ code: "FP-FILE-002" });
});

test.skipIf(process.platform !== "linux")("refuses a file system that takes no folders", async () => {
  await expect(createRunFolder("/proc/runs", "x")).rejects.toMatchObject({ code: "FP-FILE-002" });
});

test("refuses a disk with too little room, with both figures", async () => {
  await expect(createRunFolder(folder, "big", 1e12)).rejects.toMatchObject({
    code: "FP-FILE-005",
    details: { needMb: 1e12 },
  });
  expect(await readdir(folder)).not.toContain("big");
});

test.for(["../up", "a/b", "", ".", "a b"])("refuses %j as an id", async (id) => {
  await expect(createRunFolder(folder, id)).rejects.toThrow(RangeError);
});

test("writes JSON whole: replaces the file, leaves no temporary one, also after a fault", async () => {
  const place = join(folder, "json");
  await mkdir(place);
  await writeJsonFile(join(place, "a.json"), { n: 1 });
  await writeJsonFile(join(place, "a.json"), { n: 2 });
  expect(await readFile(join(place, "a.json"), "utf8")).toBe('{\n  "n": 2\n}\n');
  await mkdir(join(place, "taken"));
  await writeFile(join(place, "taken", "x"), "");
  await expect(writeJsonFile(join(place, "taken"), {})).rejects.toMatchObject({ code: "FP-RUN-002" });
  expect((await readdir(place)).sort()).toEqual(["a.json", "taken"]);
});
