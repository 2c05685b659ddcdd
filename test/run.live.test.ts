import { cp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { journalEntry, onlyRun, runCli, startCli } from "./cli-process.ts";
import { onFitMachine, verdictOf } from "./fit-machine.ts";
import { quickPlan } from "./quick-plan.ts";

const k6 = k6ForTests();
const withK6 = test.skipIf(k6 === undefined);
const LIMIT_MS = 90_000;
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

withK6("verify finds the folder intact, and one edited byte", async () => {
  expect((await runCli(["verify", clean.runDir])).stdout).toContain("intact, signer unknown");
  const copy = join(clean.dir, "edited");
  await cp(clean.runDir, copy, { recursive: true });
  const file = join(copy, "nano-drop/1/contacts.ndjson");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace('"silent":', '"silent" :').replace('"phase":"step"', '"phase":"stop"'));
  const found = await runCli(["verify", copy]);
  expect(found.code).toBe(3);
  expect(found.stdout).toContain("FP-EVID-003");
  const judged = await runCli(["judge", copy]);
  expect(judged.code).toBe(3);
});

withK6.each([
  ["truncated contacts", (dir: string) => truncate(join(dir, "nano-drop/1/contacts.ndjson"), 900)],
  ["missing log", (dir: string) => rm(join(dir, "nano-drop/1/export/log.ndjson"))],
  ["missing health", (dir: string) => rm(join(dir, "nano-drop/1/health.ndjson"))],
  ["missing manifest", (dir: string) => rm(join(dir, "manifest.json"))],
  ["empty contacts", (dir: string) => truncate(join(dir, "nano-drop/1/contacts.ndjson"), 0)],
])("a folder with %s is never READY", async (name, damage) => {
  const copy = join(clean.dir, name.replace(" ", "-"));
  await cp(clean.runDir, copy, { recursive: true });
  await damage(copy);
  const judged = await runCli(["judge", copy]);
  expect(judged.code).toBe(3);
  expect(judged.stderr).not.toMatch(/\n\s+at /);
});

withK6("a run folder of a newer schema is refused with its code", async () => {
  const copy = join(clean.dir, "newer");
  await cp(clean.runDir, copy, { recursive: true });
  const file = join(copy, "run.json");
  await writeFile(file, (await readFile(file, "utf8")).replace("fieldproof.run/1", "fieldproof.run/9"));
  const judged = await runCli(["judge", copy]);
  expect([judged.code, judged.stderr.includes("FP-EVID-004")]).toEqual([2, true]);
});

withK6(
  "killing k6 mid-run is CAN'T TELL with its reason",
  async () => {
    const { dir, plan } = await quickPlan();
    const runs = join(dir, "runs");
    const cli = startCli(["run", plan, "--runs", runs], flags);
    const { pid } = await journalEntry(runs, "k6.started");
    await journalEntry(runs, "phase.began", (data) => data["phase"] === "step");
    process.kill(Number(pid), "SIGKILL");
    const result = await cli.done;
    expect([result.code, result.stdout.includes("CAN'T TELL")]).toEqual([3, true]);
    expect(result.stderr).toContain("FP-K6-004");
    expect(`${result.stdout}${result.stderr}`).not.toMatch(/\n\s+at /);
  },
  LIMIT_MS,
);

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

withK6(
  "killing the stack when everybody is answered is CAN'T TELL",
  async () => {
    const { dir, plan } = await quickPlan({ drainSec: 140 });
    const runs = join(dir, "runs");
    const cli = startCli(["run", plan, "--runs", runs], flags);
    const { pid } = await journalEntry(runs, "stack.ready");
    await journalEntry(runs, "phase.began", (data) => data["phase"] === "drain");
    // The last arrivals are handled within 60 simulated seconds, three of wall time.
    await new Promise((resolve) => setTimeout(resolve, 5000));
    process.kill(Number(pid), "SIGKILL");
    const result = await cli.done;
    expect([result.code, result.stdout.includes("CAN'T TELL")]).toEqual([3, true]);
  },
  LIMIT_MS,
);

withK6(
  "Ctrl-C ends cleanly with exit 4 and a marked, sealed folder",
  async () => {
    const { dir, plan } = await quickPlan();
    const runs = join(dir, "runs");
    const cli = startCli(["run", plan, "--runs", runs], flags);
    await journalEntry(runs, "phase.began", (data) => data["phase"] === "step");
    cli.process.kill("SIGINT");
    const result = await cli.done;
    expect(result.code).toBe(4);
    const runDir = await onlyRun(runs);
    expect(JSON.parse(await readFile(join(runDir, "run.json"), "utf8"))).toMatchObject({
      aborted: { code: "FP-RUN-001" },
    });
    expect((await runCli(["verify", runDir])).code).toBe(0);
  },
  LIMIT_MS,
);

withK6(
  "a PoP without the island before the drop is NOT READY before any load",
  async () => {
    const { dir, plan } = await quickPlan();
    const result = await runCli(["run", plan, "--runs", join(dir, "runs"), "--defect", "island-missing"], flags);
    expect([result.code, result.stderr.includes("FP-STACK-004")]).toEqual([1, true]);
  },
  LIMIT_MS,
);
