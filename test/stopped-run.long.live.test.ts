import { access, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { journalEntrySchema, runSchema } from "../core/schema/evidence.ts";
import { markOf } from "../harness/lock/process-mark.ts";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { journalEntry, onlyRun, runCli } from "./cli-process.ts";
import { verdictOf } from "./fit-machine.ts";
import { runUnderLoad } from "./loaded-run.ts";

/** Runs that are told to stop, or stop by themselves, under load. */
const k6 = k6ForTests();
const withK6 = test.skipIf(k6 === undefined);
const LIMIT_MS = 120_000;
/** The contract: the load stops within this. */
const STOP_MS = 2000;

async function endOf(runs: string) {
  const runDir = await onlyRun(runs);
  const text = await readFile(join(runDir, "nano-drop/1/journal.ndjson"), "utf8");
  const entries = text
    .trimEnd()
    .split("\n")
    .map((line) => journalEntrySchema.parse(JSON.parse(line)));
  return {
    runDir,
    verdict: await verdictOf(runDir),
    aborted: runSchema.parse(JSON.parse(await readFile(join(runDir, "run.json"), "utf8"))).aborted,
    entryOf: (kind: string) => entries.find((entry) => entry.kind === kind),
    verified: (await runCli(["verify", runDir])).code,
  };
}

withK6("`fieldproof stop` ends the load, waits, and says how it ended", { timeout: LIMIT_MS }, async ({ annotate }) => {
  const { cli, runs, options, loader, lastRequestAt } = await runUnderLoad(k6);
  const run = (await onlyRun(runs)).split("/").at(-1) ?? "";
  expect((await runCli(["stop", "0101T0101-1", "--runs", runs], options)).code).toBe(2);
  const stopped = await runCli(["stop", "--runs", runs, "--json"], options);
  expect([stopped.code, JSON.parse(stopped.stdout)]).toEqual([
    0,
    {
      runs: [
        {
          run,
          ended: true,
          endedAt: expect.any(String),
          aborted: { code: "FP-STOP-001", message: expect.any(String) },
        },
      ],
    },
  ]);
  const { code, stderr } = await cli.done;
  expect([code, stderr.includes("FP-STOP-001"), markOf(loader)]).toEqual([4, true, null]);
  const { runDir, verdict, verified } = await endOf(runs);
  const lastMs = (await lastRequestAt()) - (await stat(join(runDir, "STOP"))).mtimeMs;
  await annotate(`STOP to last request ${lastMs} ms`);
  expect(lastMs).toBeLessThan(STOP_MS);
  expect([verdict.verdict, verified]).toEqual(["CAN'T TELL", 0]);
  expect(verdict.sentence).toBe(`The run was stopped by the file ${join(runDir, "STOP")}.`);
  expect(verdict.drills[0]).toMatchObject({ verdict: "INCONCLUSIVE", sentence: verdict.sentence });
  // Nothing runs any more, and a run of before is nobody's to stop.
  const again = await runCli(["stop", "--runs", runs], options);
  expect([again.code, again.stderr.includes("FP-STOP-003")]).toEqual([2, true]);
});

withK6("a guard that trips ends the load and is the verdict's reason", { timeout: LIMIT_MS }, async ({ annotate }) => {
  const guards = `guards:
  - { name: calm, signal: { ratio: { part: [http.5xx], whole: [http.2xx, http.4xx, http.5xx] } }, above: 0.5, forWallSec: 1 }
  - { name: too-many, signal: { counter: contacts }, above: 60, forWallSec: 1 }
`;
  const { cli, runs, lastRequestAt } = await runUnderLoad(k6, guards);
  const { code, stderr } = await cli.done;
  expect([code, stderr.includes("FP-GUARD-001")]).toEqual([4, true]);
  const { runDir, verdict, aborted, entryOf, verified } = await endOf(runs);
  const tripped = entryOf("guard.tripped");
  expect(tripped?.data).toMatchObject({ code: "FP-GUARD-001", guard: "too-many", signal: "contacts", limit: 60 });
  const lastMs = (await lastRequestAt()) - (tripped?.at ?? 0);
  await annotate(`trip to last request ${lastMs} ms`);
  expect(lastMs).toBeLessThan(STOP_MS);
  expect([aborted?.code, verdict.verdict, verified]).toEqual(["FP-GUARD-001", "CAN'T TELL", 0]);
  expect(verdict.sentence).toMatch(/^The guard too-many tripped: contacts was \d+, above 60, since /);
  expect(await readFile(join(runDir, "report.html"), "utf8")).toContain("The guard too-many tripped");
});

withK6("a second Ctrl-C waits for no export, and leaves a whole folder", { timeout: LIMIT_MS }, async () => {
  const { cli, runs, loader } = await runUnderLoad(k6);
  // A k6 that hangs, so that there is something to be hurried.
  process.kill(loader, "SIGSTOP");
  cli.process.kill("SIGINT");
  await journalEntry(runs, "k6.interrupting");
  const from = Date.now();
  cli.process.kill("SIGTERM");
  const { code, stderr } = await cli.done;
  expect([code, stderr.includes("the target is still put right")]).toEqual([4, true]);
  const { runDir, entryOf, verified, aborted } = await endOf(runs);
  expect((entryOf("k6.exited")?.at ?? Infinity) - from).toBeLessThan(STOP_MS);
  expect([entryOf("export.skipped")?.data, aborted?.code, verified]).toEqual([{ name: "contacts" }, "FP-RUN-001", 0]);
  await expect(access(join(runDir, "nano-drop/1/export/contacts.ndjson"))).rejects.toThrow("ENOENT");
});
