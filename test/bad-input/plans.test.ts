import { execFileSync } from "node:child_process";
import { mkdir, readdir, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runMain, UNFIT_OUTPUT } from "../main-in-process.ts";
import { testFolder } from "../temp-folder.ts";

const GOOD = "schema: fieldproof.plan/1\ndrop: { name: x }\n";
const laughs = Array.from({ length: 12 }, (_, at) => {
  const before = at === 0 ? "x" : `*a${at - 1}`;
  return `a${at}: &a${at} [${Array(9).fill(before).join(", ")}]\n`;
}).join("");

test.each<[string, string | Buffer, string, string]>([
  ["is no YAML", "schema: [\n", "FP-PLAN-001", ":"],
  ["is empty", "", "FP-PLAN-001", "the file is empty"],
  ["is no text", Buffer.from([0, 1, 255, 254]), "FP-PLAN-001", "is not UTF-8"],
  ["has unknown keys", `${GOOD}stafing: {}\nstaffing: { agent: 3 }\n`, "FP-PLAN-001", ":3:1: stafing"],
  ["has a key twice", `${GOOD}seed: 1\nseed: 2\n`, "FP-PLAN-001", ":4:1"],
  ["would reach into objects", `${GOOD}__proto__: { polluted: 1 }\n`, "FP-PLAN-001", "__proto__"],
  ["has a negative rate", `${GOOD}arrivals: { peakPerSec: -1 }\n`, "FP-PLAN-001", "must be more than 0"],
  ["has a rate that is no number", `${GOOD}arrivals: { peakPerSec: .nan }\n`, "FP-PLAN-001", "must be a number"],
  ["has a rate without end", `${GOOD}arrivals: { peakPerSec: .inf }\n`, "FP-PLAN-001", "peakPerSec"],
  ["has a share above one", `${GOOD}customers: { resendShare: 1.5 }\n`, "FP-PLAN-001", "must be at most 1"],
  ["has fewer than no agents", `${GOOD}staffing: { agents: -1 }\n`, "FP-PLAN-001", "must be at least 0"],
  [
    "has a name of a megabyte of emoji",
    `schema: fieldproof.plan/1\ndrop: { name: "${"😀".repeat(240_000)}" }\n`,
    "FP-PLAN-001",
    "drop.name",
  ],
  [
    "is more than a megabyte of emoji",
    `schema: fieldproof.plan/1\ndrop: { name: "${"😀".repeat(262_144)}" }\n`,
    "FP-FILE-003",
    "the limit",
  ],
  ["grows when its aliases are followed", laughs, "FP-PLAN-001", "too many aliases"],
  ["is nested without end", "[".repeat(100_000), "FP-PLAN-001", "nested too deeply"],
  ["steers terminals", `${GOOD}"\\e[2J\\u202eevil": 1\n`, "FP-PLAN-001", "\\u{1b}[2J\\u{202e}evil"],
  ["is of another version", "schema: fieldproof.plan/9\ndrop: { name: x }\n", "FP-PLAN-001", "fieldproof.plan/1"],
])("a plan that %s is refused with what to do", async (_name, content, code, words) => {
  const folder = await testFolder("plan");
  const path = join(folder, "drop.yaml");
  await writeFile(path, content);
  for (const command of [["plan"], ["run", "--runs", join(folder, "runs")]]) {
    const { code: exit, stdout, stderr } = await runMain([...command, path]);
    expect([exit, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`[${code}]`);
    expect(stderr).toContain(words);
    expect(stderr.length).toBeLessThan(3000);
    expect(stderr).not.toMatch(UNFIT_OUTPUT);
  }
  expect(await readdir(folder)).toEqual(["drop.yaml"]);
});

test("a plan of two gigabytes is refused by its size, unread", async () => {
  const path = join(await testFolder("plan"), "drop.yaml");
  await writeFile(path, GOOD);
  await truncate(path, 2 ** 31);
  const before = process.memoryUsage().arrayBuffers;
  const { code, stderr } = await runMain(["plan", path]);
  expect([code, stderr.includes("2147.5 MB; the limit for this kind of file is 1 MB")]).toEqual([2, true]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
});

test.each<[string, (path: string) => Promise<unknown>]>([
  ["a folder", (path) => mkdir(path)],
  ["a pipe that nobody writes to", async (path) => execFileSync("mkfifo", [path])],
  ["a link to itself", (path) => symlink(path, path)],
  ["a device without end", (path) => symlink("/dev/zero", path)],
  ["nothing", async () => undefined],
])("%s where the plan should be is refused at once", async (_name, make) => {
  const path = join(await testFolder("plan"), "drop.yaml");
  await make(path);
  const { code, stderr } = await runMain(["plan", path]);
  expect([code, stderr.includes("[FP-FILE-001]")]).toEqual([2, true]);
  expect(stderr).not.toMatch(UNFIT_OUTPUT);
});

test("an arrivals file that the plan names is as strict", async () => {
  const folder = await testFolder("plan");
  const path = join(folder, "drop.yaml");
  await writeFile(path, `${GOOD}arrivals: { csv: last.csv }\n`);
  await writeFile(join(folder, "last.csv"), "at\n1\nsoon\n-4\n\u001b[31m\n");
  const { code, stderr } = await runMain(["plan", path]);
  expect([code, stderr.includes("[FP-PLAN-002]")]).toEqual([2, true]);
  expect(stderr).not.toMatch(UNFIT_OUTPUT);
});
