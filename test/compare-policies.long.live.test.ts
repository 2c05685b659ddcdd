import { access, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Comparison, comparisonSchema } from "../core/schema/comparison.ts";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { onlyRun, runCli, startCli } from "./cli-process.ts";
import { testFolder } from "./temp-folder.ts";

const k6 = k6ForTests();
const LIMIT_MS = 240_000;

/** Some twelve wall seconds of load a run; its figures say nothing of a drop. */
const PLAN = `schema: fieldproof.plan/1
drop: { name: short }
seed: 7
profiles: { smoke: { timeFactor: 20 } }
budgets: { fulfilment: { recoverSec: 60 } }
fulfilment:
  phases: { controlSec: 60, faultSec: 20, recoverSec: 60, drainSec: 100 }
  promises: { dueSec: 70, lateSec: 20, paceSec: 1, atOnce: 8, againSec: 30 }
`;

const told = async (dir: string): Promise<Comparison> =>
  comparisonSchema.parse(JSON.parse(await readFile(join(dir, "comparison.json"), "utf8")));

/** Names of the run folders that stand in a comparison's, once there are so many. */
async function runsIn(runs: string, many: number): Promise<string[]> {
  let found: string[] = [];
  await expect
    .poll(
      async () => {
        const dir = await onlyRun(runs).catch(() => null);
        const names =
          dir === null ? [] : (await readdir(dir, { withFileTypes: true })).filter((one) => one.isDirectory());
        found = names.map(({ name }) => name).sort();
        return (
          found.length >= many && (await access(join(dir ?? "", found.at(-1) ?? "", "plan.json")).then(() => true))
        );
      },
      { timeout: 120_000, interval: 100 },
    )
    .toBe(true);
  return found;
}

test.skipIf(k6 === undefined)(
  "stopped in its second run a comparison keeps the first, says why it cannot tell, exits 4, and is resumed",
  { timeout: LIMIT_MS },
  async () => {
    const dir = await testFolder("compare");
    const [plan, runs] = [join(dir, "drop.yaml"), join(dir, "runs")];
    await writeFile(plan, PLAN);
    const options = { cwd: dir, ...(k6 === undefined ? {} : { k6 }), env: { FIELDPROOF_STATE: join(dir, "state") } };
    const cli = startCli(["compare", "--policies", plan, "--runs", runs], options);
    const [, second = ""] = await runsIn(runs, 2);
    const stopped = await runCli(["stop", "--runs", runs, "--json"], options);
    expect(JSON.parse(stopped.stdout).runs).toMatchObject([{ run: second, ended: true }]);
    const { code, stdout } = await cli.done;
    const comparison = await onlyRun(runs);
    const first = await told(comparison);
    expect([code, first.choose, stdout.includes("CAN'T TELL which policy")]).toEqual([4, null, true]);
    expect(first.policies.slice(1).map(({ state }) => state)).toEqual(["cant-tell", "not-run"]);
    expect((await runCli(["report", comparison], options)).code).toBe(4);

    // A busy machine may have spoilt any run: each was run all the same, and what was measured stays.
    const again = await runCli(["compare", "--policies", plan, "--resume", comparison], options);
    const { policies } = await told(comparison);
    expect(policies.map(({ run }) => typeof run)).toEqual(["string", "string", "string"]);
    expect(policies[1]?.run).not.toBe(second);
    expect(again.code).toBe(policies.every(({ state }) => state === "measured") ? 0 : 3);
    for (const { run } of policies)
      expect((await runCli(["verify", join(comparison, run ?? "")], options)).code).toBe(0);
  },
);
