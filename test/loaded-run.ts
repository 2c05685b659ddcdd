import { appendFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { markOf } from "../harness/lock/process-mark.ts";
import { journalEntry, startCli } from "./cli-process.ts";
import { quickPlan } from "./quick-plan.ts";
import { serveStack } from "./served-stack.ts";

const SOON = { interval: 50, timeout: 15_000 };

/**
 * A run under load, in its step, against a stack that lives on by itself and notes each request.
 * @param k6 its path
 * @param morePlan lines for the end of its plan
 */
export async function runUnderLoad(k6: string | undefined, morePlan = "") {
  const { dir, plan } = await quickPlan({ stepSec: 400 });
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await appendFile(plan, morePlan);
  const stack = await serveStack(dir, 20);
  onTestFinished(() => stack.close());
  const runs = join(dir, "runs");
  // Its locks are its own, and what a killed harness leaves of its private files goes with the folder.
  const env = { FIELDPROOF_STATE: join(dir, "state") };
  const options = { tmpDir: dir, env, ...(k6 === undefined ? {} : { k6 }) };
  const cli = startCli(["run", plan, "--target", stack.targetFile, "--no-browser", "--runs", runs], options);
  const pidOf = async (kind: string): Promise<number> => Number((await journalEntry(runs, kind))["pid"]);
  const loader = await pidOf("k6.started");
  const watchdog = await pidOf("watchdog.watching");
  await journalEntry(runs, "phase.began", (data) => data["phase"] === "step");
  const nobodyLeft = async (): Promise<void> => {
    await expect.poll(() => [markOf(loader), markOf(watchdog)], SOON).toEqual([null, null]);
  };
  return { cli, dir, runs, options, loader, watchdog, nobodyLeft, lastRequestAt: stack.lastRequestAt };
}
