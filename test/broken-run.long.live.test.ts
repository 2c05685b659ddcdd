import { readFile, stat, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "vitest";
import { journalEntrySchema } from "../core/schema/evidence.ts";
import { k6ForTests, mayMountForTests } from "../scripts/setup/test-tools.ts";
import { journalEntry, onlyRun, runCli, startCli } from "./cli-process.ts";
import { UNFIT_OUTPUT } from "./main-in-process.ts";
import { heldBelow } from "./open-files.ts";
import { quickPlan } from "./quick-plan.ts";
import { canMount, mountSmallDisk } from "../scripts/setup/tmpfs.ts";

/** Runs that something breaks while they go on. None of them asks for a fit machine, so they go side by side. */
const k6 = k6ForTests();
const mountable = mayMountForTests(canMount);
const broken = test.skipIf(k6 === undefined).concurrent;
const LIMIT_MS = 90_000;
const flags = k6 === undefined ? {} : { k6 };
const SOON = { interval: 50, timeout: 30_000 };

async function start(part: Parameters<typeof quickPlan>[0] = {}, ...more: string[]) {
  const { dir, plan } = await quickPlan(part);
  const runs = join(dir, "runs");
  return { runs, cli: startCli(["run", plan, "--runs", runs, ...more], flags) };
}
const begun = (runs: string, phase: string) => journalEntry(runs, "phase.began", (data) => data["phase"] === phase);

broken("killing k6 is CAN'T TELL with its reason", { timeout: LIMIT_MS }, async ({ expect }) => {
  const { runs, cli } = await start();
  const { pid } = await journalEntry(runs, "k6.started");
  await begun(runs, "step");
  process.kill(Number(pid), "SIGKILL");
  const { code, stdout, stderr } = await cli.done;
  expect([code, stdout.includes("CAN'T TELL")]).toEqual([3, true]);
  expect(stderr).toContain("FP-K6-004");
  expect(`${stdout}${stderr}`).not.toMatch(UNFIT_OUTPUT);
});

broken("killing the stack when everybody is answered is CAN'T TELL", { timeout: LIMIT_MS }, async ({ expect }) => {
  const { runs, cli } = await start({ drainSec: 140 });
  const { pid } = await journalEntry(runs, "stack.ready");
  const { contacts } = await journalEntry(runs, "replicate.planned");
  const lines = async (): Promise<number> => {
    const text = await readFile(join(await onlyRun(runs), "nano-drop/1/k6-console.ndjson"), "utf8").catch(() => "");
    return text.match(/^\{"kind":"contact"/gm)?.length ?? 0;
  };
  await begun(runs, "drain");
  await expect.poll(lines, SOON).toBe(contacts);
  process.kill(Number(pid), "SIGKILL");
  const { code, stdout, stderr } = await cli.done;
  expect([code, stdout.includes("CAN'T TELL")]).toEqual([3, true]);
  expect(stderr).toContain("FP-STACK-003");
});

broken("Ctrl-C ends cleanly with exit 4 and a marked, sealed folder", { timeout: LIMIT_MS }, async ({ expect }) => {
  const { runs, cli } = await start();
  await begun(runs, "step");
  cli.process.kill("SIGINT");
  expect((await cli.done).code).toBe(4);
  const runDir = await onlyRun(runs);
  expect(JSON.parse(await readFile(join(runDir, "run.json"), "utf8"))).toMatchObject({
    aborted: { code: "FP-RUN-001" },
  });
  expect((await runCli(["verify", runDir])).code).toBe(0);
});

broken("a PoP without the island is NOT READY before any load", { timeout: LIMIT_MS }, async ({ expect }) => {
  const { cli } = await start({}, "--defect", "island-missing");
  const { code, stderr } = await cli.done;
  expect([code, stderr.includes("FP-STACK-004")]).toEqual([1, true]);
});

/** Takes all the room that is left, to the last block. */
async function fill(disk: string): Promise<void> {
  const { bavail, bsize } = await statfs(disk);
  await writeFile(join(disk, "ballast"), Buffer.alloc(bavail * bsize)).catch(() => {});
  for (let at = 0; (await statfs(disk)).bavail > 0 && at < 1000; at++)
    await writeFile(join(disk, `ballast-${at}`), Buffer.alloc(4096)).catch(() => {});
}

test
  .skipIf(k6 === undefined || !mountable)
  .concurrent(
    "a disk that fills ends the run with what to do, and keeps what was written",
    { timeout: LIMIT_MS },
    async ({ expect, onTestFinished }) => {
      const disk = mountSmallDisk(210);
      onTestFinished(() => disk.unmount());
      const { plan } = await quickPlan();
      const runs = join(disk.path, "runs");
      const cli = startCli(["run", plan, "--runs", runs], flags);
      await begun(runs, "step");
      await fill(disk.path);
      const { code, stdout, stderr } = await cli.done;
      expect(stderr).toContain("no space is left on the disk.  [FP-RUN-002]");
      expect(stderr).toContain("Free some disk space and run again; what was written before is kept.");
      expect([code, stdout.includes("READY")]).toEqual([3, false]);
      expect(`${stdout}${stderr}`).not.toMatch(UNFIT_OUTPUT);

      const runDir = await onlyRun(runs);
      const lines = (await readFile(join(runDir, "nano-drop/1/journal.ndjson"), "utf8")).split("\n");
      expect(lines.pop()).toBe("");
      expect(lines.map((line) => journalEntrySchema.parse(JSON.parse(line)).kind)).toContain("phase.began");
      expect((await stat(join(runDir, "nano-drop/1/k6-console.ndjson"))).size).toBeGreaterThan(0);
      // Nothing of the run lives on: neither k6 nor the stack holds a file of it.
      await expect.poll(() => heldBelow(runDir), SOON).toEqual([]);
      const judged = await runCli(["judge", runDir]);
      expect([judged.code === 0, UNFIT_OUTPUT.test(`${judged.stdout}${judged.stderr}`)]).toEqual([false, false]);
    },
  );
