import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { COMPARED_POLICIES } from "../core/contract/call-policies.ts";
import { COMPARISON_RUN_FILE, type ComparisonRun, comparisonSchema } from "../core/schema/comparison.ts";
import { replicateSchema } from "../core/schema/evidence.ts";
import { type Plan, planSchema } from "../core/schema/plan.ts";
import { writeJsonFile } from "../harness/evidence/json-file.ts";
import { planDigest } from "../harness/plan/digest.ts";
import { planUnder } from "../harness/plan/plan-under-policy.ts";
import { judgeComparison } from "../reports/judge/judge-comparison.ts";
import { GOLDEN_CASES } from "../scripts/golden/cases.ts";
import { openGolden } from "../scripts/golden/judge-golden.ts";
import { comparisonPage } from "../reports/render/comparison/comparison-page.ts";
import { GoldenCopy } from "./golden-copy.ts";
import { sealAsRecorded } from "./lie.ts";
import { runMain } from "./main-in-process.ts";
import { testFolder } from "./temp-folder.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const FOLDER = "overloaded-fulfilment/1";
/** What is checked before anything starts is checked where there is no k6, too. */
const NO_K6 = { k6: "/nowhere/k6" };

/** The recorded run of the plan's own policy as an honest run of another plan: its plan, digests, journal and seal. */
async function asRunOf(runDir: string, change: (plan: Plan) => Plan): Promise<string> {
  const copy = new GoldenCopy(runDir);
  const plan = change(planSchema.parse(JSON.parse(await copy.text("plan.json"))));
  const digest = planDigest(plan);
  await writeJsonFile(copy.path("plan.json"), plan);
  await copy.json("run.json", { planDigest: digest });
  await copy.journal(FOLDER, (entries) =>
    entries.map((entry) =>
      entry.kind === "replicate.began" ? { ...entry, data: { ...entry.data, planDigest: digest } } : entry,
    ),
  );
  await copy.reseal();
  return digest;
}

/** A comparison whose three runs are the recorded one under three plans; each test edits a copy. */
let made: { readonly dir: string; readonly record: ComparisonRun };

beforeAll(async () => {
  const dir = await testFolder("compare");
  const golden = GOLDEN_CASES.find(({ drill, name }) => drill === "overloaded-fulfilment" && name === "ready");
  if (golden === undefined) throw new Error("there is no recorded run of overloaded-fulfilment");
  const policies: ComparisonRun["policies"] = [];
  for (const id of COMPARED_POLICIES) {
    const runDir = await openGolden(root, golden, dir);
    policies.push({ id, planDigest: await asRunOf(runDir, (plan) => planUnder(plan, id)) });
  }
  const record: ComparisonRun = {
    ...{ schema: "fieldproof.comparison-run/1", kind: "policies", id: "1125T0700-7-policies", seed: 7 },
    ...{ startedAt: "2026-11-25T07:00:00.000Z", profile: "smoke", policies, notes: [] },
  };
  await writeJsonFile(join(dir, COMPARISON_RUN_FILE), record);
  made = { dir, record };
});

/** A copy of the comparison, with the folder of the run of each policy. */
async function aComparison(part: Partial<ComparisonRun> = {}): Promise<{ dir: string; runs: readonly GoldenCopy[] }> {
  const dir = await testFolder("compare");
  await cp(made.dir, dir, { recursive: true });
  await writeJsonFile(join(dir, COMPARISON_RUN_FILE), { ...made.record, ...part });
  const names = (await readdir(dir)).filter((name) => name.startsWith("overloaded"));
  const runs = new Map<string, GoldenCopy>();
  for (const name of names) {
    const copy = new GoldenCopy(join(dir, name));
    runs.set(JSON.parse(await copy.text("run.json")).planDigest, copy);
  }
  return { dir, runs: made.record.policies.flatMap(({ planDigest: digest }) => runs.get(digest) ?? []) };
}

const states = ({ policies }: Awaited<ReturnType<typeof judgeComparison>>) =>
  policies.map(({ id, state, reason }) => `${id}: ${state}${reason === null ? "" : ` (${reason})`}`);

test("three sealed runs of one drop are measured and drawn, and the same folder gives the same bytes again", async () => {
  const { dir } = await aComparison();
  const told = await runMain(["report", dir, "--json"]);
  expect(told.code).toBe(0);
  const files = () => Promise.all(["comparison.json", "report.html"].map((name) => readFile(join(dir, name), "utf8")));
  const [json = "", page = ""] = await files();
  const comparison = comparisonSchema.parse(JSON.parse(json));
  expect(states(comparison)).toEqual(["unbounded-retries: measured", "budgeted: measured", "own: measured"]);
  expect(comparison).toMatchObject({ choose: "own", customers: 329, exitCode: 0 });
  expect(comparison.charts.map(({ id, series }) => [id, series.length])).toEqual([
    ["goodput", 3],
    ["promises-unbounded-retries", 4],
    ["promises-budgeted", 4],
    ["promises-own", 4],
  ]);
  for (const { series } of comparison.charts)
    for (const { points } of series) expect(points.length).toBeLessThanOrEqual(300);
  expect(JSON.parse(told.stdout)).toMatchObject({ choose: "own", headline: "Keep the plan's own policy" });
  expect((await runMain(["report", dir])).stdout).toContain("Keep the plan's own policy. (Creator drop, seed 7)");
  expect(await files()).toEqual([json, page]);
  // Without judging, from the file alone: the same page.
  expect((await runMain(["report", join(dir, "comparison.json"), "--out", join(dir, "again.html")])).code).toBe(0);
  expect(await readFile(join(dir, "again.html"), "utf8")).toBe(page);
});

test("of a policy that was run again the last run counts, and that it was is told", async () => {
  const { dir, runs } = await aComparison();
  const spoilt = runs[0]?.runDir ?? "";
  await cp(spoilt, join(dir, "again"), { recursive: true });
  const again = new GoldenCopy(join(dir, "again"));
  await again.json("run.json", { startedAt: "2026-11-25T09:00:00.000Z" });
  await again.reseal();
  await rm(join(spoilt, FOLDER, "journal.ndjson"));
  const { policies, notes } = await judgeComparison(dir);
  expect(policies.map(({ state, run }) => [state, run === "again"])).toEqual([
    ["measured", true],
    ["measured", false],
    ["measured", false],
  ]);
  expect(notes).toEqual(["Retry everything: run again, 1 earlier run(s) of it stand in the folder and do not count."]);
});

test("as many notes as a comparison's run may have and one of each policy that was run again are a file that opens", async () => {
  const { dir, runs } = await aComparison({ notes: Array.from({ length: 10 }, (_, at) => `note ${at}`) });
  for (const [at, run] of runs.entries()) {
    await cp(run.runDir, join(dir, `again-${at}`), { recursive: true });
    const again = new GoldenCopy(join(dir, `again-${at}`));
    await again.json("run.json", { startedAt: "2026-11-25T09:00:00.000Z" });
    await rm(again.path("manifest.json"));
  }
  const comparison = await judgeComparison(dir);
  expect(comparison.notes.length).toBe(13);
  expect(comparisonSchema.safeParse(comparison).error).toBeUndefined();
});

test("policies of one plan share its runs in the order in which they began", async () => {
  const [first, , own] = made.record.policies;
  if (first === undefined || own === undefined) throw new Error("there are no policies");
  const { dir } = await aComparison({ policies: [first, { id: "budgeted", planDigest: own.planDigest }, own] });
  expect(states(await judgeComparison(dir))).toEqual([
    "unbounded-retries: measured",
    "budgeted: measured",
    "own: not-run (The comparison ended before it.)",
  ]);
});

test("resuming what was measured runs nothing again; another plan or seed is refused", async () => {
  const { dir } = await aComparison();
  const args = ["compare", "--policies", join(root, "drills/overloaded-fulfilment/golden/drop.yaml"), "--resume", dir];
  const told = await runMain(args, NO_K6);
  expect([told.code, told.stdout.includes("Keep the plan's own policy.")]).toEqual([0, true]);
  const other = await runMain([...args, "--seed", "9"], NO_K6);
  expect([other.code, other.stderr]).toEqual([2, expect.stringContaining("compared another plan, seed 7")]);
});

describe("a policy of which nothing can be told is CAN'T TELL with the reason, and no policy is named", () => {
  test("evidence that was edited after its seal", async () => {
    const { dir, runs } = await aComparison();
    await runs[0]?.lines(`${FOLDER}/export/partner-visits.ndjson`, (visit, index) => (index === 9 ? null : visit));
    const told = await runMain(["report", dir]);
    expect(told.code).toBe(3);
    expect(told.stdout).toMatch(/Retry everything: CAN'T TELL\. .*partner-visits\.ndjson does not match the digest/);
    expect(told.stdout).toContain("CAN'T TELL which policy to choose.");
    const verified = await runMain(["verify", dir, "--json"]);
    expect([verified.code, JSON.parse(verified.stdout).runs]).toMatchObject([
      3,
      [{ policy: "unbounded-retries", intact: false }, { intact: true }, { policy: "own", intact: true }],
    ]);
  });

  test("a run that was never begun, and one that was stopped half-way", async () => {
    const { dir, runs } = await aComparison();
    await runs[1]?.json("run.json", { aborted: { code: "FP-RUN-001", message: "It was interrupted." } });
    await runs[1]?.json(`${FOLDER}/replicate.json`, { aborted: true });
    await runs[1]?.journal(FOLDER, (entries) =>
      entries.map((entry) => (entry.kind === "replicate.ended" ? { ...entry, data: { aborted: true } } : entry)),
    );
    await runs[1]?.reseal();
    await rm(runs[2]?.runDir ?? "", { recursive: true });
    const comparison = await judgeComparison(dir);
    expect(states(comparison)).toEqual([
      "unbounded-retries: measured",
      "budgeted: cant-tell (The run was interrupted before its end.)",
      "own: not-run (The comparison ended before it.)",
    ]);
    expect(comparison).toMatchObject({ choose: null, exitCode: 4 });
    expect(comparison.charts.map(({ id }) => id)).toEqual(["goodput", "promises-unbounded-retries"]);
  });

  test("a run whose folder is gone is not verified by the others", async () => {
    const { dir, runs } = await aComparison();
    await rm(runs[1]?.runDir ?? "", { recursive: true });
    const text = await runMain(["verify", dir]);
    expect([text.code, text.stdout]).toEqual([3, expect.stringContaining("budgeted: NOT HERE")]);
    const json = await runMain(["verify", dir, "--json"]);
    expect([json.code, JSON.parse(json.stdout).missing]).toEqual([3, ["budgeted"]]);
  });

  test("a run of several replicates, of which the first alone would be one seed picked", async () => {
    const { dir, runs } = await aComparison();
    await cp(runs[0]?.path(FOLDER) ?? "", runs[0]?.path("overloaded-fulfilment/2") ?? "", { recursive: true });
    const comparison = await judgeComparison(dir);
    expect(states(comparison)[0]).toBe(
      "unbounded-retries: cant-tell (Its run has 2 replicates; policies are compared on one each.)",
    );
    expect([comparison.choose, comparison.exitCode]).toEqual([null, 3]);
  });

  test("promises of before the fault that nobody kept: it fails, and gives no measure of recovery", async () => {
    const { dir, runs } = await aComparison();
    const [, , own] = runs;
    if (own === undefined) throw new Error("there is no run of the plan's own policy");
    const record = replicateSchema.parse(JSON.parse(await own.text(`${FOLDER}/replicate.json`)));
    const faultAt = (record.t0 ?? 0) + (record.phases.find(({ name }) => name === "control")?.toMs ?? 0);
    await own.lines(`${FOLDER}/export/promises.ndjson`, (matter) =>
      Number(matter["receivedAt"]) < faultAt
        ? { ...matter, state: "expired", promisedAt: matter["receivedAt"], dueAt: faultAt, outcome: null }
        : matter,
    );
    await sealAsRecorded(own, FOLDER);
    const comparison = await judgeComparison(dir);
    expect(comparison.policies[2]).toMatchObject({ state: "measured", verdict: "FAIL" });
    expect(comparison.policies.map(({ figures }) => figures?.recovery.state).at(-1)).toBe("unknown");
    expect([comparison.choose, comparison.headline, comparison.exitCode]).toEqual([
      null,
      "CAN'T TELL which policy to choose",
      3,
    ]);
    expect(comparisonPage(comparison, null)).not.toContain("none recovered");
  });

  test("labels that were swapped, so that the advice would turn round", async () => {
    const [first, second, own] = made.record.policies;
    const swapped = [
      { id: "unbounded-retries" as const, planDigest: second?.planDigest ?? "" },
      { id: "budgeted" as const, planDigest: first?.planDigest ?? "" },
    ];
    const { dir } = await aComparison({ policies: [...swapped, ...(own === undefined ? [] : [own])] });
    expect(states(await judgeComparison(dir)).slice(0, 2)).toEqual([
      "unbounded-retries: cant-tell (The plan of its run is of another call policy than its name says.)",
      "budgeted: cant-tell (The plan of its run is of another call policy than its name says.)",
    ]);
  });

  test("a run of another drop: other promises, or other customers", async () => {
    const { dir, runs } = await aComparison();
    const other = (plan: Plan): Plan => ({
      ...plan,
      fulfilment: { ...plan.fulfilment, promises: { ...plan.fulfilment.promises, atOnce: 9 } },
    });
    const digest = await asRunOf(runs[2]?.runDir ?? "", other);
    const policies = made.record.policies.map((one) => (one.id === "own" ? { ...one, planDigest: digest } : one));
    await writeJsonFile(join(dir, COMPARISON_RUN_FILE), { ...made.record, policies });
    const comparison = await judgeComparison(dir);
    expect(states(comparison)[2]).toBe(
      "own: cant-tell (Its run had other customers, another seed or another plan than the first.)",
    );
    expect(comparison).toMatchObject({ choose: null, exitCode: 3 });
  });
});

test.each([
  [["compare"], "FP-CLI-001", "--policies"],
  [["compare", "--policies", "--seed", "x"], "FP-CLI-001", "--seed"],
  [["compare", "--policies", "--profile", "warp"], "FP-CLI-001", "warp"],
  [["compare", "--policies", "no-such-plan.yaml"], "FP-FILE-001", "no-such-plan.yaml"],
])("%j is refused with exit 2 before anything starts", async (args, code, words) => {
  const { code: exit, stderr } = await runMain(args, { ...NO_K6, cwd: await testFolder("cli") });
  expect([exit, stderr.includes(code), stderr.includes(words)]).toEqual([2, true, true]);
});

test("without k6 no folder is begun", async () => {
  const cwd = await testFolder("cli");
  const { code, stderr } = await runMain(["compare", "--policies"], { ...NO_K6, cwd });
  expect([code, stderr.includes("FP-K6-006"), await readdir(cwd)]).toEqual([2, true, []]);
});

test("a plan that could not be judged under one of the policies is refused, and told under which", async () => {
  const cwd = await testFolder("cli");
  const plan = join(cwd, "drop.yaml");
  // Without a word in time, the promises of a policy that asks for long are due beyond the drain.
  const text = `schema: fieldproof.plan/1
drop: { name: late words }
fulfilment:
  promises: { dueSec: 100, paceSec: 1, atOnce: 8, againSec: 30 }
  policy:
    { timeoutSec: 20, bulkhead: null, breaker: null, hedgeAfterSec: null, retries: { most: 0, budgetShare: null, backoffSec: 1, longestBackoffSec: 1, honourRetryAfter: false, longestRetryAfterSec: 0 } }
`;
  await writeFile(plan, text);
  const { code, stderr } = await runMain(["compare", "--policies", plan], { ...NO_K6, cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('the plan under "Retry everything" has 1 fault(s)');
  expect(await readdir(cwd)).toEqual(["drop.yaml"]);
});
