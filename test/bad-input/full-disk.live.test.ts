import { execFileSync } from "node:child_process";
import { readdir, readFile, stat, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { journalEntrySchema } from "../../core/schema/evidence.ts";
import { k6ForTests, mayMountForTests } from "../../scripts/setup/test-tools.ts";
import { journalEntry, onlyRun, runCli, startCli } from "../cli-process.ts";
import { UNFIT_OUTPUT } from "../main-in-process.ts";
import { quickPlan } from "../quick-plan.ts";
import { canMount, mountSmallDisk } from "../tmpfs.ts";

const k6 = k6ForTests();
const mountable = mayMountForTests(canMount);

/** Takes all the room that is left, to the last block. */
async function fill(disk: string): Promise<void> {
  const { bavail, bsize } = await statfs(disk);
  await writeFile(join(disk, "ballast"), Buffer.alloc(bavail * bsize)).catch(() => {});
  for (let at = 0; (await statfs(disk)).bavail > 0 && at < 1000; at++)
    await writeFile(join(disk, `ballast-${at}`), Buffer.alloc(4096)).catch(() => {});
}

/** Processes that still hold a file under `folder` open, by their id. */
const holders = (folder: string): string[] => {
  try {
    return execFileSync("sh", ["-c", `ls -l /proc/[0-9]*/fd 2>/dev/null | grep -F '${folder}' || true`], {
      encoding: "utf8",
    })
      .split("\n")
      .filter(Boolean);
  } catch {
    return [];
  }
};

test.skipIf(k6 === undefined || !mountable)(
  "a disk that fills while the load runs ends the run with what to do, and keeps what was written",
  async () => {
    const disk = mountSmallDisk(210);
    onTestFinished(() => disk.unmount());
    const { plan } = await quickPlan();
    const runs = join(disk.path, "runs");
    const cli = startCli(["run", plan, "--runs", runs], k6 === undefined ? {} : { k6 });
    await journalEntry(runs, "phase.began", (data) => data["phase"] === "step");
    await fill(disk.path);
    const { code, stdout, stderr } = await cli.done;
    expect(stderr).toContain("no space is left on the disk.  [FP-RUN-002]");
    expect(stderr).toContain("Free some disk space and run again; what was written before is kept.");
    expect([code, stdout.includes("READY")]).toEqual([3, false]);
    expect(`${stdout}${stderr}`).not.toMatch(UNFIT_OUTPUT);

    const runDir = await onlyRun(runs);
    const lines = (await readFile(join(runDir, "nano-drop/1/journal.ndjson"), "utf8")).split("\n");
    expect(lines.pop()).toBe("");
    const kinds = lines.map((line) => journalEntrySchema.parse(JSON.parse(line)).kind);
    expect(kinds).toContain("phase.began");
    expect((await readdir(join(runDir, "nano-drop/1"))).length).toBeGreaterThan(2);
    expect((await stat(join(runDir, "nano-drop/1/k6-console.ndjson"))).size).toBeGreaterThan(0);
    // Nothing of the run lives on: neither k6 nor the stack holds a file of it.
    await expect.poll(() => holders(runDir), { timeout: 10_000 }).toEqual([]);
    const judged = await runCli(["judge", runDir]);
    expect([judged.code === 0, UNFIT_OUTPUT.test(`${judged.stdout}${judged.stderr}`)]).toEqual([false, false]);
  },
  90_000,
);
