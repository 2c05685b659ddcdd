import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { journalEntry, onlyRun, type RunningCli, startCli } from "./cli-process.ts";
import { quickPlan } from "./quick-plan.ts";
import {
  leaksBelow,
  leaksIn,
  leaksOfProcesses,
  needlesOf,
  type ProcessView,
  processTree,
} from "../scripts/selftest/secret-canary.ts";

const k6 = k6ForTests();
const withK6 = test.skipIf(k6 === undefined || process.platform !== "linux");
const LIMIT_MS = 90_000;

/** The run's own secrets, from the private folder that it keeps below its TMPDIR while it runs. */
async function secretsOf(tmpDir: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(tmpDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/^(stack-)?secrets\.json$/.test(entry.name)) continue;
    Object.assign(found, JSON.parse(await readFile(join(entry.parentPath, entry.name), "utf8")));
  }
  return found;
}

/** Looks at all processes of the run, once a phase, until it ends. */
async function watchProcesses(cli: RunningCli, runs: string): Promise<ProcessView[]> {
  const views: ProcessView[] = [];
  for (const phase of ["control", "step", "drain"]) {
    const seen = await Promise.race([
      journalEntry(runs, "phase.began", (data) => data["phase"] === phase).then(() => true),
      cli.done.then(() => false),
    ]);
    if (!seen) break;
    views.push(...(await processTree(cli.process.pid ?? 0)));
  }
  return views;
}

withK6.concurrent.for([
  ["a clean run", 0],
  ["a run whose stack is killed in the step", 1],
] as const)(
  "the bearers and the key of %s are in no file, no output, no argument and no environment",
  { timeout: LIMIT_MS },
  async ([, kill], { expect }) => {
    const tmpDir = await mkdtemp(join(tmpdir(), "fieldproof-canary-"));
    const { dir, plan } = await quickPlan();
    const runs = join(dir, "runs");
    const cli = startCli(["run", plan, "--runs", runs], { ...(k6 === undefined ? {} : { k6 }), tmpDir });
    const watching = watchProcesses(cli, runs);
    try {
      const { pid } = await journalEntry(runs, "stack.ready");
      await journalEntry(runs, "phase.began", (data) => data["phase"] === "step");
      const secrets = await secretsOf(tmpDir);
      expect(Object.keys(secrets).sort()).toEqual(["agentBearer", "opsBearer", "partnerBearer", "runKeyHex"]);
      if (kill === 1) process.kill(Number(pid), "SIGKILL");
      const { stdout, stderr, code } = await cli.done;
      expect(code).not.toBe(70);
      if (kill === 1) expect(stderr).toContain("FP-STACK-003");

      const views = await watching;
      // The command line itself, the stack and k6 have all been looked at.
      const argvs = views.map(({ argv }) => argv.toString());
      expect(
        [/scripts\/cli/, /mock-platform/, /k6.*run/s].map((kind) => argvs.some((argv) => kind.test(argv))),
      ).toEqual([true, true, true]);
      const needles = needlesOf(secrets);
      const { files, leaks } = await leaksBelow(await onlyRun(runs), needles);
      expect(files).toBeGreaterThan(12);
      expect([
        ...leaks,
        ...leaksIn("stdout", stdout, needles),
        ...leaksIn("stderr", stderr, needles),
        ...leaksOfProcesses(views, needles),
      ]).toEqual([]);
      // Nothing stays behind where the secrets were, either.
      expect((await leaksBelow(tmpDir, needles)).leaks).toEqual([]);
    } finally {
      await cli.done;
      await rm(tmpDir, { recursive: true, force: true });
      await rm(dir, { recursive: true, force: true });
    }
  },
);
