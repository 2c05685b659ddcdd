import { access } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { onlyRun, runCli, startCli } from "./cli-process.ts";
import { verdictOf } from "./fit-machine.ts";
import { quickPlan } from "./quick-plan.ts";

const k6 = k6ForTests();

test.skipIf(k6 === undefined)(
  "a stack that is served already is drilled twice: what it held before is nobody's loss, and it goes on",
  async () => {
    const { dir, plan } = await quickPlan();
    const target = join(dir, "target.yaml");
    const served = startCli(
      ["serve", "--time-factor", "20", "--target-file", target, "--secrets-file", join(dir, "secrets.json")],
      { cwd: dir },
    );
    try {
      await served.said("drill it:");
      for (const runs of [join(dir, "first"), join(dir, "second")]) {
        const { stdout, stderr } = await runCli(["run", plan, "--target", target, "--no-browser", "--runs", runs], {
          ...(k6 === undefined ? {} : { k6 }),
        });
        expect(stderr).not.toMatch(/\n\s+at /);
        const verdict = await verdictOf(await onlyRun(runs));
        expect([verdict.run.target, stdout.includes("report:")]).toEqual(["served reference stack", true]);
        const replicate = verdict.drills[0]?.replicates[0];
        const ok = replicate?.validity.filter((check) => check.ok).map((check) => check.id);
        expect(ok).toEqual(expect.arrayContaining(["evidence-complete", "target-alive", "k6-finished", "reconciled"]));
        const met = replicate?.objectives.filter((one) => one.status === "met").map((one) => one.id);
        expect(met).toEqual(expect.arrayContaining(["unanswered", "consent-recorded", "log-complete"]));
      }
    } finally {
      served.process.kill("SIGINT");
      await served.done;
    }
    // Its secrets go with it.
    await expect(access(`${target}.ops-bearer`)).rejects.toThrow("ENOENT");
  },
  120_000,
);
