import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { ciScripts, jobFolder, runScript } from "./ci-pages.ts";
import { onlyRun } from "./cli-process.ts";
import { verdictOf } from "./fit-machine.ts";
import { quickPlan } from "./quick-plan.ts";

const LIMIT_MS = 180_000;
const scripts = await ciScripts();

test.skipIf(k6ForTests() === undefined)(
  "the step of the page rehearses a drop without an agent, fails its job, and leaves all that the page uploads",
  async () => {
    const step = scripts.find(({ name, text }) => name === "Rehearse" && text.includes("--on-cant-tell fail"));
    const { plan } = await quickPlan({ agents: 0 });
    const folder = await jobFolder(await readFile(plan, "utf8"));
    const summary = join(folder, "step-summary");
    await writeFile(summary, "");
    const ran = await runScript(step?.text ?? "", folder, {
      ...{ GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary, FIELDPROOF_STATE: join(folder, "state") },
      FIELDPROOF_CHROMIUM: "",
    });
    const runs = join(folder, "runs");
    const { verdict, exitCode } = await verdictOf(await onlyRun(runs));
    // Without an agent no run is READY; on a machine that is busy with other tests it may be CAN'T TELL, which fails, too.
    expect(["NOT READY", "CAN'T TELL"]).toContain(verdict);
    expect([ran.code, ran.code === 0], ran.output).toEqual([exitCode, false]);
    expect(await readFile(summary, "utf8")).toContain(verdict);
    expect(ran.output).toMatch(/^::stop-commands::/m);
    expect(ran.output).toContain(`\n::error title=${verdict}`);
    const runDir = await onlyRun(runs);
    for (const file of ["verdict.json", "junit.xml", "metrics.txt", "ctrf.json", "objectives.csv", "badge.svg"])
      expect(existsSync(join(runDir, file)), file).toBe(true);
    expect(await readdir(runs)).toContain("history.jsonl");
  },
  LIMIT_MS,
);
