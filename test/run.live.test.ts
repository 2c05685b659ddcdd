import { cp, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { readHistory } from "../reports/history/history-file.ts";
import { journalEntry, onlyRun, runCli, startCli } from "./cli-process.ts";
import { onFitMachine, verdictOf } from "./fit-machine.ts";
import { quickPlan } from "./quick-plan.ts";

const k6 = k6ForTests();
const withK6 = test.skipIf(k6 === undefined);
const LIMIT_MS = 180_000;
const flags = k6 === undefined ? {} : { k6 };

/** One clean run that several tests look at. */
let clean = { runDir: "", dir: "", stdout: "", stderr: "", code: null as number | null };
beforeAll(async () => {
  if (k6 === undefined) return;
  const { dir, plan } = await quickPlan();
  const result = await runCli(["run", plan, "--runs", join(dir, "runs")], flags);
  clean = { ...result, dir, runDir: await onlyRun(join(dir, "runs")) };
}, LIMIT_MS);

withK6("a clean run loses nothing between customers, desk and log, and says so", async () => {
  const verdict = await verdictOf(clean.runDir);
  const replicate = verdict.drills[0]?.replicates[0];
  const met = replicate?.objectives.filter((one) => one.status === "met").map((one) => one.id);
  expect(met).toEqual(
    expect.arrayContaining([
      "unanswered",
      "replies-delivered",
      "consent-recorded",
      "log-complete",
      "context-present",
      "islands-ready",
    ]),
  );
  const ok = replicate?.validity.filter((check) => check.ok).map((check) => check.id);
  expect(ok).toEqual(
    expect.arrayContaining([
      "evidence-complete",
      "target-alive",
      "k6-finished",
      "contacts-complete",
      "drain-complete",
      "reconciled",
    ]),
  );
  expect(clean.stdout).toContain("report:");
  expect(clean.stderr).not.toMatch(/\n\s+at /);
});

withK6("the run stands in the history beside its folder, and says that there is no baseline yet", async () => {
  const { entries, damaged } = await readHistory(join(clean.dir, "runs"));
  expect([entries.map(({ run }) => run), damaged]).toEqual([[basename(clean.runDir)], 0]);
  expect(clean.stdout).toContain("No baseline: ");
});

withK6("judging again, from a copy elsewhere, gives the same bytes", async () => {
  const copy = join(clean.dir, "copy");
  await cp(clean.runDir, copy, { recursive: true });
  await rm(join(copy, "verdict.json"));
  const again = await runCli(["judge", copy], { cwd: clean.dir });
  expect(again.code).toBe(clean.code);
  expect(await readFile(join(copy, "verdict.json"), "utf8")).toBe(
    await readFile(join(clean.runDir, "verdict.json"), "utf8"),
  );
});

withK6(
  "nobody at the desk is NOT READY although the island answers most at once",
  async () => {
    const { code, stdout, verdict } = await onFitMachine(async () => {
      const { dir, plan } = await quickPlan({ agents: 0 });
      const runs = join(dir, "runs");
      return { runs, ...(await runCli(["run", plan, "--runs", runs], flags)) };
    });
    expect([code, stdout.includes("NOT READY")]).toEqual([1, true]);
    const status = (id: string) => verdict.drills[0]?.replicates[0]?.objectives.find((one) => one.id === id)?.status;
    expect([status("any-reply-p50"), status("human-reply-p95")]).toEqual(["met", "missed"]);
  },
  LIMIT_MS,
);

withK6(
  "killing the stack early is NOT READY where the misses are certain, and its reason is told",
  async () => {
    const result = await onFitMachine(async () => {
      const { dir, plan } = await quickPlan();
      const runs = join(dir, "runs");
      const cli = startCli(["run", plan, "--runs", runs], flags);
      const { pid } = await journalEntry(runs, "stack.ready");
      await journalEntry(runs, "phase.began", (data) => data["phase"] === "step");
      process.kill(Number(pid), "SIGKILL");
      return { runs, ...(await cli.done) };
    });
    expect([result.code, result.stdout.includes("NOT READY")]).toEqual([1, true]);
    expect(result.stderr).toContain("FP-STACK-003");
    expect(`${result.stdout}${result.stderr}`).not.toMatch(/\n\s+at /);
  },
  LIMIT_MS,
);
