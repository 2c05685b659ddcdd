import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { journalEntrySchema } from "../core/schema/evidence.ts";
import { CHAIN_START, verifyChain } from "../core/trust/hash-chain.ts";
import { markOf } from "../harness/lock/process-mark.ts";
import { WATCHDOG_FILE } from "../harness/watchdog/watchdog-file.ts";
import { chainTools } from "../reports/evidence/chain-tools.ts";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { onlyRun, runCli } from "./cli-process.ts";
import { verdictOf } from "./fit-machine.ts";
import { heldBelow } from "./open-files.ts";
import { runUnderLoad } from "./loaded-run.ts";

/** Runs whose harness is killed or stopped while k6 loads a stack that lives on by itself. */
const k6 = k6ForTests();
const LIMIT_MS = 120_000;
/** The contract: no request later than this after the harness is dead, or stands still. */
const LAST_REQUEST_MS = 5000;

const entriesOf = async (runs: string) => {
  const text = await readFile(join(await onlyRun(runs), "nano-drop/1", WATCHDOG_FILE), "utf8");
  const entries = text
    .trimEnd()
    .split("\n")
    .map((line) => journalEntrySchema.parse(JSON.parse(line)));
  expect(verifyChain(entries, chainTools, CHAIN_START).result).toBe("whole");
  return entries.map(({ kind, data }) => ({ kind, ...data }));
};

test.skipIf(k6 === undefined)(
  "a harness that is killed takes its load with it",
  { timeout: LIMIT_MS },
  async ({ annotate }) => {
    const { cli, runs, loader, nobodyLeft, lastRequestAt } = await runUnderLoad(k6);
    const killedAt = Date.now();
    cli.process.kill("SIGKILL");
    await nobodyLeft();
    const lastMs = (await lastRequestAt()) - killedAt;
    await annotate(`SIGKILL to last request ${lastMs} ms`);
    expect(lastMs).toBeGreaterThan(-LAST_REQUEST_MS);
    expect(lastMs).toBeLessThan(LAST_REQUEST_MS);
    expect(heldBelow(await onlyRun(runs))).toEqual([]);
    expect(await entriesOf(runs)).toEqual([
      expect.objectContaining({ kind: "watchdog.acting", cause: "ended" }),
      expect.objectContaining({ kind: "watchdog.load-ended", pid: loader, how: "SIGINT" }),
      { kind: "watchdog.ended" },
    ]);
  },
);

test.skipIf(k6 === undefined)(
  "a harness that stands still loses its load, and says so when it goes on",
  { timeout: LIMIT_MS },
  async ({ annotate }) => {
    const { cli, runs, nobodyLeft, lastRequestAt } = await runUnderLoad(k6);
    const stoppedAt = Date.now();
    cli.process.kill("SIGSTOP");
    onTestFinished(() => void cli.process.kill("SIGCONT"));
    await nobodyLeft();
    const lastMs = (await lastRequestAt()) - stoppedAt;
    await annotate(`SIGSTOP to last request ${lastMs} ms`);
    expect(lastMs).toBeLessThan(LAST_REQUEST_MS);
    cli.process.kill("SIGCONT");
    const { code, stderr } = await cli.done;
    expect([code, stderr.includes("FP-WATCH-002")]).toEqual([4, true]);
    const runDir = await onlyRun(runs);
    const verdict = await verdictOf(runDir);
    expect([verdict.verdict, verdict.sentence]).toEqual(["CAN'T TELL", expect.stringContaining("stood still for")]);
    expect(verdict.drills[0]).toMatchObject({
      verdict: "INCONCLUSIVE",
      sentence: expect.stringContaining("stood still"),
    });
    expect((await entriesOf(runs))[0]).toMatchObject({ kind: "watchdog.acting", cause: "silent" });
    expect((await runCli(["verify", runDir])).code).toBe(0);
  },
);

test.skipIf(k6 === undefined)("a run whose watchdog is killed ends", { timeout: LIMIT_MS }, async () => {
  const { cli, runs, watchdog, loader } = await runUnderLoad(k6);
  process.kill(watchdog, "SIGKILL");
  const { code, stderr } = await cli.done;
  expect([code, stderr.includes("FP-WATCH-001")]).toEqual([4, true]);
  const runDir = await onlyRun(runs);
  expect((await verdictOf(runDir)).sentence).toContain("it was killed by SIGKILL");
  expect([markOf(loader), (await runCli(["verify", runDir])).code]).toEqual([null, 0]);
});
