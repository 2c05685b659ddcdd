import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { rm } from "node:fs/promises";
import { HISTORY_FILE } from "../core/schema/history.ts";
import { verdictSchema } from "../core/schema/verdict.ts";
import { historyEntry } from "../reports/history/history-entry.ts";
import { appendHistory, readHistory } from "../reports/history/history-file.ts";
import { FORMAT_NAMES, FORMATS } from "../reports/render/formats.ts";
import { GoldenCopy } from "./golden-copy.ts";
import { runMain, UNFIT_OUTPUT } from "./main-in-process.ts";

/** What a build server sees of `judge`, which ends as `run` does. */
const CONTACTS = "nano-drop/1/contacts.ndjson";
const OFF_GITHUB = { GITHUB_ACTIONS: "", GITHUB_STEP_SUMMARY: "" };

async function recorded(name: "ready" | "not-ready"): Promise<GoldenCopy> {
  const copy = await GoldenCopy.of(name);
  onTestFinished(() => rm(dirname(copy.runDir), { recursive: true, force: true }));
  return copy;
}

async function undecided(): Promise<GoldenCopy> {
  const copy = await recorded("ready");
  await copy.remove(CONTACTS);
  return copy;
}

const written = async (copy: GoldenCopy): Promise<string[]> => {
  const files = new Set(FORMAT_NAMES.map((name) => FORMATS[name].file));
  return (await readdir(copy.runDir)).filter((name) => files.has(name)).sort();
};

test.each<[string, () => Promise<GoldenCopy>, string[], number]>([
  ["READY", () => recorded("ready"), [], 0],
  ["READY", () => recorded("ready"), ["--on-cant-tell", "warn"], 0],
  ["NOT READY", () => recorded("not-ready"), [], 1],
  ["NOT READY", () => recorded("not-ready"), ["--on-cant-tell", "warn"], 1],
  ["CAN'T TELL", undecided, [], 3],
  ["CAN'T TELL", undecided, ["--on-cant-tell", "fail"], 3],
  ["CAN'T TELL", undecided, ["--on-cant-tell", "warn"], 0],
])("%s %o %j exits with %i", async (word, make, flags, code) => {
  const copy = await make();
  const result = await runMain(["judge", copy.runDir, "--ci", ...flags], { env: OFF_GITHUB });
  expect(result.code).toBe(code);
  expect(result.stdout).toContain(`exit ${code}`);
  expect(JSON.parse(await copy.text("verdict.json"))).toMatchObject({ verdict: word });
  expect(result.stderr.includes("it is no READY")).toBe(word === "CAN'T TELL" && code === 0);
  // A policy changes what a job does, never what a report says.
  if (word === "CAN'T TELL") {
    expect(await copy.text("junit.xml")).toMatch(/<error message="CAN'T TELL/);
    expect(await copy.text("junit.xml")).not.toMatch(/<skipped message="(CAN'T TELL|INCONCLUSIVE)/);
  }
});

test("an aborted run stays 4, whatever the policy", async () => {
  const copy = await recorded("ready");
  await copy.json("run.json", { aborted: { code: "FP-RUN-001", message: "stopped" } });
  const result = await runMain(["judge", copy.runDir, "--on-cant-tell", "warn"]);
  expect(result.code).toBe(4);
});

test.each([
  [[], ["junit.xml", "report.html", "summary.md"]],
  [["--ci"], FORMAT_NAMES.map((name) => FORMATS[name].file).sort()],
  [
    ["--format", "csv, ctrf"],
    ["ctrf.json", "objectives.csv"],
  ],
  [["--ci", "--format", "badge"], ["badge.svg"]],
])("judge %j writes %j, and none of it breaks the seal", async (flags, files) => {
  const copy = await recorded("ready");
  const { code } = await runMain(["judge", copy.runDir, ...flags], { env: OFF_GITHUB });
  expect([code, await written(copy)]).toEqual([0, files]);
  expect((await runMain(["verify", copy.runDir])).code).toBe(0);
});

test("what an earlier judging left is drawn anew, so that no two files tell different verdicts", async () => {
  const copy = await recorded("ready");
  await runMain(["judge", copy.runDir, "--ci"], { env: OFF_GITHUB });
  await copy.remove(CONTACTS);
  await runMain(["judge", copy.runDir]);
  for (const file of ["ctrf.json", "metrics.txt", "objectives.csv", "badge.svg", "junit.xml"])
    expect(await copy.text(file), file).toMatch(/CAN(?:'|&#39;)T TELL|INCONCLUSIVE/);
  expect(await copy.text("badge.svg")).not.toContain("READY");
});

test("no format is written through a link", async () => {
  const copy = await recorded("ready");
  const precious = join(dirname(copy.runDir), "precious");
  await writeFile(precious, "mine");
  for (const name of FORMAT_NAMES) await symlink(precious, copy.path(FORMATS[name].file));
  await runMain(["judge", copy.runDir, "--ci"], { env: OFF_GITHUB });
  expect(await readFile(precious, "utf8")).toBe("mine");
});

test.each([
  [["--on-cant-tell", "shrug"], "fail or warn"],
  [["--format", "html,pdf"], "no format pdf"],
  [["--format", ""], "no format"],
])("judge %j is refused before anything is judged", async (flags, told) => {
  const result = await runMain(["judge", "no-such-run", ...flags]);
  expect([result.code, result.stderr.includes("[FP-CLI-001]"), result.stderr.includes(told)]).toEqual([2, true, true]);
});

test("run refuses the same before anything starts", async () => {
  const result = await runMain(["run", "--on-cant-tell", "never"]);
  expect([result.code, result.stderr.includes("[FP-CLI-001]")]).toEqual([2, true]);
});

test("on GitHub the summary is added to the step's file, and annotations stand outside what commands are switched off for", async () => {
  const copy = await recorded("not-ready");
  const summary = join(dirname(copy.runDir), "step-summary");
  await writeFile(summary, "from another step\n");
  const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary };
  const { code, stdout } = await runMain(["judge", copy.runDir, "--ci"], { env });
  expect(code).toBe(1);
  expect(await readFile(summary, "utf8")).toBe(`from another step\n${await copy.text("summary.md")}`);
  const lines = stdout.trimEnd().split("\n");
  const word = /^::stop-commands::([0-9a-f-]{36})$/.exec(lines[0] ?? "")?.[1];
  const end = lines.indexOf(`::${word}::`);
  expect(end).toBeGreaterThan(1);
  expect(lines.slice(1, end).join(" ")).toContain("NOT READY");
  const annotations = lines.slice(end + 1);
  expect(annotations[0]).toMatch(/^::error title=NOT READY[^:]*::/);
  expect(annotations.length).toBeLessThanOrEqual(10);
  const again = await runMain(["judge", copy.runDir, "--ci"], { env });
  expect(again.stdout).not.toContain(word ?? "");
});

test("with --json stdout stays one value, and holds no command", async () => {
  const copy = await recorded("not-ready");
  const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: "" };
  const { stdout, stderr } = await runMain(["judge", copy.runDir, "--ci", "--json"], { env });
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "NOT READY", exitCode: 1 });
  expect(stderr).toMatch(/^::error /m);
});

test("a summary that cannot be written loses no verdict", async () => {
  const copy = await recorded("ready");
  const folder = join(dirname(copy.runDir), "a-folder");
  await mkdir(folder);
  const { code, stderr } = await runMain(["judge", copy.runDir, "--ci"], {
    env: { GITHUB_ACTIONS: "", GITHUB_STEP_SUMMARY: folder },
  });
  expect([code, stderr.includes("could not be written")]).toEqual([0, true]);
});

test("without --ci nothing of a build server is touched", async () => {
  const copy = await recorded("ready");
  const summary = join(dirname(copy.runDir), "step-summary");
  const { stdout } = await runMain(["judge", copy.runDir], {
    env: { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary },
  });
  expect(stdout).not.toContain("::");
  expect(await readdir(dirname(copy.runDir))).not.toContain("step-summary");
});

test("report draws any format again, several into a folder", async () => {
  const copy = await recorded("ready");
  await runMain(["judge", copy.runDir, "--ci"], { env: OFF_GITHUB });
  const out = join(dirname(copy.runDir), "drawn");
  await mkdir(out);
  const all = await runMain(["report", copy.path("verdict.json"), "--format", FORMAT_NAMES.join(","), "--out", out]);
  expect(all.code).toBe(0);
  // The report alone shows more beside its run: how that stands among earlier ones.
  for (const name of FORMAT_NAMES.filter((one) => one !== "html"))
    expect(await readFile(join(out, FORMATS[name].file), "utf8"), name).toBe(await copy.text(FORMATS[name].file));
  expect(await copy.text("report.html")).toContain("No baseline");
  expect(await readFile(join(out, "report.html"), "utf8")).not.toContain("No baseline");
  const one = join(out, "mine.json");
  await runMain(["report", copy.path("verdict.json"), "--format", "ctrf", "--out", one]);
  expect(await readFile(one, "utf8")).toBe(await copy.text("ctrf.json"));
});

test("a run judged again gets a line only where it stands in the history, and comes out otherwise", async () => {
  const copy = await recorded("ready");
  const runsDir = dirname(copy.runDir);
  const lines = async (): Promise<string[]> => (await readHistory(runsDir)).entries.map(({ verdict }) => verdict);
  await runMain(["judge", copy.runDir]);
  expect(await lines()).toEqual([]);
  await appendHistory(runsDir, historyEntry(verdictSchema.parse(JSON.parse(await copy.text("verdict.json")))));
  const text = await readFile(join(runsDir, HISTORY_FILE), "utf8");
  await runMain(["judge", copy.runDir]);
  expect(await readFile(join(runsDir, HISTORY_FILE), "utf8")).toBe(text);
  await copy.remove(CONTACTS);
  await runMain(["judge", copy.runDir]);
  expect(await lines()).toEqual(["CAN'T TELL"]);
  expect((await readFile(join(runsDir, HISTORY_FILE), "utf8")).startsWith(text)).toBe(true);
});

test("a history that cannot be read or written loses no verdict", async () => {
  const copy = await recorded("ready");
  await mkdir(join(dirname(copy.runDir), HISTORY_FILE));
  const { code, stderr } = await runMain(["judge", copy.runDir]);
  expect([code, stderr.includes("The history was left alone"), UNFIT_OUTPUT.test(stderr)]).toEqual([0, true, false]);
});
