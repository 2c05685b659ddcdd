import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadPlan } from "../harness/plan/load-plan.ts";
import { runMain } from "./main-in-process.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fieldproof-sla-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const POLICIES = JSON.stringify({
  sla_policies: [
    {
      title: "Drop \u001b[2J desk",
      policy_metrics: [
        { priority: "urgent", metric: "first_reply_time", target: 1, business_hours: false },
        { priority: "urgent", metric: "agent_work_time", target: 5, business_hours: false },
      ],
    },
  ],
});

async function fileOf(text: string): Promise<string> {
  const file = join(folder, "sla.json");
  await writeFile(file, text);
  return file;
}

test("says what became a budget and what did not, and writes a plan that `plan` takes", async () => {
  const file = await fileOf(POLICIES);
  const out = join(folder, "drop.yaml");
  const { code, stdout } = await runMain(["import-sla", file, "--out", out]);
  expect([code, stdout]).toEqual([0, expect.stringContaining("budgets.anyReply.p95Sec 60   from line 1")]);
  expect(stdout).toContain("1 could not be carried over");
  expect(stdout).not.toContain("\u001b");
  expect((await loadPlan(out)).plan.budgets.anyReply).toEqual({ p50Sec: 60, p95Sec: 60 });
  expect(await runMain(["import-sla", file, "--out", out])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("FP-FILE-004"),
  });
  expect((await runMain(["import-sla", file, "--plan", out, "--out", out, "--force"])).code).toBe(0);
});

test("nothing that became a budget is no success, and writes no plan", async () => {
  const file = await fileOf(POLICIES.replace("first_reply_time", "total_resolution_time"));
  const out = join(folder, "drop.yaml");
  const { code, stderr } = await runMain(["import-sla", file, "--out", out]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("FP-SLA-002")]);
  await expect(readFile(out)).rejects.toThrow("ENOENT");
});

test.each([
  [["--priority", "asap"], "There is no priority"],
  [["--as", "first-word"], "--as takes NAME=BUDGET"],
  [["--as", "first-word=speed"], "--as takes NAME=BUDGET"],
])("%o is refused", async (flags, problem) => {
  expect(await runMain(["import-sla", await fileOf(POLICIES), ...flags])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(problem),
  });
});

test("--json is one value with places", async () => {
  const { stdout } = await runMain(["import-sla", await fileOf(POLICIES), "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    budgets: { anyReply: { p95Sec: 60 } },
    carried: [{ field: "anyReply.p95Sec", at: { line: 1 } }],
    leftOut: [{ why: expect.any(String) }],
    wrote: null,
  });
});
