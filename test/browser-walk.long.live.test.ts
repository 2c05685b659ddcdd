import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { browserRecordSchema } from "../core/schema/evidence.ts";
import { chromiumForTests, k6ForTests } from "../scripts/setup/test-tools.ts";
import { onlyRun, runCli } from "./cli-process.ts";
import { onFitMachine } from "./fit-machine.ts";
import { quickPlan } from "./quick-plan.ts";

const k6 = k6ForTests();
const chromium = chromiumForTests();
const LIMIT_MS = 120_000;

test.skipIf(k6 === undefined || chromium === undefined)(
  "a real browser gets its answer beside the load, and spoils nothing of the run",
  async () => {
    if (k6 === undefined || chromium === undefined) return;
    const { verdict, runs } = await onFitMachine(async () => {
      const { dir, plan } = await quickPlan();
      await runCli(["run", plan, "--runs", join(dir, "runs")], { k6, chromium });
      return { runs: join(dir, "runs") };
    });
    const folder = join(await onlyRun(runs), "nano-drop/1");
    const { mark, walk } = browserRecordSchema.parse(
      JSON.parse(await readFile(join(folder, "browser.ndjson"), "utf8")),
    );
    expect(walk).toMatchObject({ replyBy: "assistant", right: true });
    expect(walk?.firstReplyMs).toBeGreaterThanOrEqual(walk?.acknowledgedMs ?? Number.POSITIVE_INFINITY);
    // The contact is really there, and really not counted.
    expect(await readFile(join(folder, "export/contacts.ndjson"), "utf8")).toContain(`"clientContactId":"${mark}`);
    const replicate = verdict.drills[0]?.replicates[0];
    expect(replicate?.validity.find(({ id }) => id === "reconciled")?.ok).toBe(true);
    expect(replicate?.objectives.find(({ id }) => id === "browser-answer")).toMatchObject({
      status: "met",
      key: false,
    });
  },
  LIMIT_MS,
);
