import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "./cli-process.ts";
import { runMain } from "./main-in-process.ts";
import { testFolder } from "./temp-folder.ts";

const folder = (): Promise<string> => testFolder("cli");

test.each([
  [["--help"], 0, "Exit codes"],
  [["run", "--help"], 0, "--profile"],
  [["--version"], 0, "0.1.0"],
  [[], 2, "Usage"],
])("%j exits with %i", async (args, code, text) => {
  const result = await runCli(args);
  expect([result.code, result.stdout.includes(text)]).toEqual([code, true]);
});

test.each([
  [["fly"], "FP-CLI-001"],
  [["run", "--replicates", "many"], "FP-CLI-001"],
  [["run", "--profile", "warp"], "FP-CLI-001"],
  [["run", "--only", "juggling"], "FP-CLI-001"],
  [["run", "--all", "--only", "nano-drop"], "FP-CLI-001"],
  [["run", "--only", "solo-cost"], "FP-RUN-003"],
  [["run", "no-such-plan.yaml"], "FP-FILE-001"],
  [["judge", "no-such-run"], "FP-EVID-001"],
  [["bundle", "nano-drop"], "FP-CLI-001"],
  [["bundle", "juggling", "--target", "t.yaml"], "FP-CLI-001"],
  [["bundle", "nano-drop", "--target", "no-such-target.yaml"], "FP-FILE-001"],
  [["serve-partner"], "FP-CLI-001"],
  [["serve", "--partner-at", "http://127.0.0.1:9"], "FP-CLI-001"],
  [["serve", "--partner-at", "http://example.com", "--partner-secrets", "s.json"], "FP-CLI-001"],
  [["serve", "--partner-at", "http://127.0.0.1:9", "--partner-secrets", "s.json"], "FP-STACK-007"],
  [["explain", "FP-NOPE-9"], "FP-CLI-002"],
  [["report", "no-such-verdict.json"], "FP-REPORT-001"],
])("%j is refused with exit 2 and %s, without a stack trace", async (args, code) => {
  const result = await runMain(args, { cwd: await folder() });
  expect(result.code).toBe(2);
  expect(result.stderr).toContain(`[${code}]`);
  expect(result.stderr).not.toMatch(/\n\s+at /);
});

test("a word that is nearly a command is told with the command that was meant", async () => {
  const { code, stderr } = await runMain(["verfy", "x"]);
  expect([code, stderr.includes("verify")]).toEqual([2, true]);
});

test("init writes a plan that plan accepts, and does not replace it unasked", async () => {
  const cwd = await folder();
  expect((await runMain(["init"], { cwd })).code).toBe(0);
  // Editors are led to a schema that is there, or to none.
  expect((await readFile(join(cwd, "drop.yaml"), "utf8")).split("\n")[0]).toMatch(/^# The plan of a drop/);
  const planned = await runMain(["plan", "drop.yaml", "--json"], { cwd });
  expect(JSON.parse(planned.stdout)).toMatchObject({ contacts: 137, slots: 20, timeFactor: 10 });
  const again = await runMain(["init"], { cwd });
  expect([again.code, again.stderr.includes("FP-FILE-004")]).toEqual([2, true]);
});

test("plan tells the phases of each drill, its own and no other's", async () => {
  const cwd = await folder();
  const flags = ["--only", "nano-drop,overloaded-fulfilment"];
  const { stdout } = await runMain(["plan", ...flags], { cwd });
  expect(stdout).toContain(
    "phases of nano-drop, simulated seconds: control 50, refresh 20, step 50, tail 200, drain 100\n",
  );
  expect(stdout).toContain(
    "phases of overloaded-fulfilment, simulated seconds: control 100, fault 100, recover 270, drain 200\n",
  );
  const told = JSON.parse((await runMain(["plan", "--json", ...flags], { cwd })).stdout).phases;
  expect(told.map(({ drill }: { drill: string }) => drill)).toEqual(["nano-drop", "overloaded-fulfilment"]);
});

test("a broken plan lists all its faults with line and column, and nothing in it steers the terminal", async () => {
  const cwd = await folder();
  await writeFile(
    join(cwd, "bad.yaml"),
    'schema: fieldproof.plan/1\ndrop: { name: x }\nseed: -4\nstafing: {}\narrivals: { peakPerSec: -1, preset: "\\e[31mred" }\n',
  );
  const result = await runCli(["plan", "bad.yaml"], { cwd });
  expect(result.code).toBe(2);
  for (const line of ["bad.yaml:3:", "bad.yaml:4:", "bad.yaml:5:"]) expect(result.stderr).toContain(line);
  expect(result.stderr).not.toContain("\u001b");
});

test("an objective that the expected contacts cannot carry is refused with the number that it needs", async () => {
  const cwd = await folder();
  await writeFile(
    join(cwd, "small.yaml"),
    "schema: fieldproof.plan/1\ndrop: { name: x }\narrivals: { peakPerSec: 0.2 }\n",
  );
  const result = await runMain(["plan", "small.yaml"], { cwd });
  expect([result.code, result.stderr.includes("20")]).toEqual([2, true]);
});

test("explain tells of errors and of objectives", async () => {
  expect((await runMain(["explain", "FP-PLAN-001"])).stdout).toContain("what to do");
  expect((await runMain(["explain", "fp-nano-004"])).stdout).toContain("human-reply-p95");
  expect((await runMain(["explain", "HTML-for-JSON"])).stdout).toContain("html-for-json: The answer was a page");
});

test("no permission to write is told before anything starts", async () => {
  const cwd = await folder();
  await writeFile(join(cwd, "taken"), "a file where the folder should be");
  const result = await runMain(["run", "--runs", join(cwd, "taken", "runs")], { cwd });
  expect([result.code, /FP-(FILE-002|K6-001)/.test(result.stderr)]).toEqual([2, true]);
  expect(await readFile(join(cwd, "taken"), "utf8")).toContain("a file");
});
