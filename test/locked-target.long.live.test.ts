import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { journalEntry, runCli, startCli } from "./cli-process.ts";
import { quickPlan } from "./quick-plan.ts";
import { serveStack } from "./served-stack.ts";
import { testFolder } from "./temp-folder.ts";

const k6 = k6ForTests();
const LIMIT_MS = 120_000;

test.skipIf(k6 === undefined)(
  "a second run on one target is refused; a killed one's lock is taken over, and recover closes its folder",
  { timeout: LIMIT_MS },
  async () => {
    const dir = await testFolder("locked");
    const { plan } = await quickPlan({ stepSec: 400 });
    const stack = await serveStack(dir, 20);
    onTestFinished(() => stack.close());
    const env = { FIELDPROOF_STATE: join(dir, "state") };
    const options = { env, tmpDir: dir, ...(k6 === undefined ? {} : { k6 }) };
    const args = (runs: string): string[] => [
      ...["run", plan, "--target", stack.targetFile, "--no-browser", "--runs", join(dir, runs)],
    ];
    const first = startCli(args("first"), options);
    await journalEntry(join(dir, "first"), "k6.started");

    const second = await runCli(args("second"), options);
    expect([second.code, second.stderr.includes("[FP-LOCK-001]")]).toEqual([2, true]);
    expect(second.stderr).toContain(`process ${first.process.pid}`);
    expect(await readdir(join(dir, "second"))).toEqual([]);

    first.process.kill("SIGKILL");
    await first.done;
    const third = startCli(args("third"), options);
    await journalEntry(join(dir, "third"), "replicate.began");
    third.process.kill("SIGINT");
    const ended = await third.done;
    expect([ended.code, ended.stderr.includes("took over the lock")]).toEqual([4, true]);

    const closed = await runCli(["recover", "--runs", join(dir, "first")], options);
    expect([closed.code, closed.stdout.includes("marked as aborted")]).toEqual([0, true]);
    const again = await runCli(["recover", "--runs", join(dir, "first")], options);
    expect([again.code, again.stdout.trim()]).toEqual([0, "nothing is left"]);
    expect(await readdir(join(dir, "state"))).toEqual([]);
  },
);
