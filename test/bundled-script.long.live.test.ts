import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { runCli, startCli } from "./cli-process.ts";
import { quickPlan } from "./quick-plan.ts";

const k6 = k6ForTests() ?? "";
const run = promisify(execFile);

test.skipIf(k6 === "")(
  "a drill's script is run by k6 alone against a served stack, and every customer leaves a record",
  async () => {
    const { dir, plan } = await quickPlan();
    const served = startCli(
      ["serve", "--time-factor", "20", "--target-file", "target.yaml", "--secrets-file", "secrets.json"],
      { cwd: dir },
    );
    try {
      await served.said("drill it:");
      const bundled = await runCli(["bundle", "nano-drop", plan, "--target", "target.yaml", "--json"], { cwd: dir });
      expect(bundled.code, bundled.stderr).toBe(0);
      const { script, contacts }: { script: string; contacts: number } = JSON.parse(bundled.stdout);
      expect((await stat(join(dir, "nano-drop-k6", "secrets.json"))).mode & 0o777).toBe(0o600);
      const bearer: { agentBearer: string } = JSON.parse(await readFile(join(dir, "secrets.json"), "utf8"));
      for (const file of ["nano-drop.js", "config.json", "contacts.json", "README.md"])
        expect(await readFile(join(dir, "nano-drop-k6", file), "utf8")).not.toContain(bearer.agentBearer);

      const quiet = { cwd: dir, env: { PATH: process.env["PATH"], K6_NO_USAGE_REPORT: "true" } };
      const options: { scenarios: object } = JSON.parse((await run(k6, ["inspect", script], quiet)).stdout);
      expect(Object.keys(options.scenarios)).toEqual(expect.arrayContaining(["agents", "customers", "probes"]));
      const log = ["--log-format", "raw", "--console-output", "contacts.ndjson"];
      await run(k6, ["run", "--quiet", "--no-thresholds", ...log, script], quiet);
      const lines = (await readFile(join(dir, "contacts.ndjson"), "utf8")).trimEnd().split("\n");
      const records: { kind: string; seen?: unknown[] }[] = lines.map((line) => JSON.parse(line));
      const met = records.filter(({ kind }) => kind === "contact");
      expect(met.length).toBe(contacts);
      expect(met.filter(({ seen }) => (seen?.length ?? 0) > 0).length).toBeGreaterThan(contacts / 2);

      const again = await runCli(["bundle", "nano-drop", plan, "--target", "target.yaml"], { cwd: dir });
      expect([again.code, again.stderr.includes("FP-FILE-004")]).toEqual([2, true]);
      const otherClock = await runCli(["bundle", "nano-drop", "--target", "target.yaml", "--out", "b"], { cwd: dir });
      expect(otherClock.stderr).not.toMatch(/\n\s+at /);
    } finally {
      served.process.kill("SIGINT");
      await served.done;
    }
  },
  90_000,
);
