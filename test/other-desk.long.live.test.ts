import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { FaultName } from "../examples/other-desk/faults.ts";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { onlyRun, runCli } from "./cli-process.ts";
import { type ForeignRun, nanoDropOf } from "./http-target/foreign-run.ts";
import { drillHouse, onFit, PASS } from "./http-target/other-house.ts";

const NOT_CARRIED = [
  ...["islands-ready", "access-proved", "owner-checked", "agents-proved", "consent-recorded", "log-complete"],
  ...["island-facts", "triage-right", "browser-answer"],
];

const missedOf = ({ objectives }: ForeignRun): string[] =>
  Object.entries(objectives).flatMap(([id, status]) => (status === "missed" ? [id] : []));

describe.skipIf(k6ForTests() === undefined)("nano-drop against a desk that is not ours", () => {
  test("the clean desk is READY for what it carries, and everything says what it does not", async () => {
    const cleanups: string[] = [];
    const after = async ({ runs, target }: ForeignRun): Promise<void> => {
      for (let turn = 0; turn < 2; turn++) {
        const done = await runCli(["cleanup", await onlyRun(runs), "--target", target]);
        cleanups.push(`${done.code} ${done.stdout}${done.stderr}`);
      }
      // Judged again, it is the same run: what was removed lies beside the seal.
      expect((await runCli(["verify", await onlyRun(runs)])).code).toBe(0);
    };
    const run = await onFit(() => drillHouse([], { after }));
    expect([run.code, missedOf(run)], run.stderr + run.stdout).toEqual([0, []]);
    expect(Object.entries(run.objectives).flatMap(([id, is]) => (is === "NOT RUN" ? [id] : []))).toEqual(NOT_CARRIED);
    expect(Object.values(run.objectives)).not.toContain("unmeasured");
    const { verdict } = run;
    expect(verdict?.label).toContain("READY (for what was measured: 16 of 24 key objectives; plumbing only");
    expect(run.stdout).toContain("NOT RUN, the target has no event log: log-complete");
    expect(verdict === null ? "" : nanoDropOf(verdict)?.reason).toContain("Reply times are known to 1000 ms.");
    const dir = await onlyRun(run.runs);
    for (const name of ["report.html", "summary.md", "junit.xml"])
      expect(await readFile(join(dir, name), "utf8"), name).toContain("the target has no event log");
    const listed = (await readFile(join(dir, "nano-drop/1/cleanup.csv"), "utf8")).trimEnd().split("\r\n");
    expect(run.casesLeft).toBe(0);
    const [first, second] = cleanups.slice(-2);
    const contacts = listed.length - 1;
    expect(first).toBe(
      `0 nano-drop/1: ${contacts} removed, 0 before, 0 left; its own account names none of them any more\n`,
    );
    expect(second).toBe(
      `0 nano-drop/1: 0 removed, ${contacts} before, 0 left; its own account names none of them any more\n`,
    );
    // No secret is kept.
    for (const file of await readdir(dir, { recursive: true, withFileTypes: true }))
      if (file.isFile()) expect(await readFile(join(file.parentPath, file.name), "utf8")).not.toContain(PASS);
  }, 480_000);

  test.each<[FaultName, string, string[]]>([
    ["wrong-answer", "first-contact-resolution", ["context-present", "first-contact-resolution"]],
    ["lost-reply", "replies-delivered", ["replies-delivered"]],
    ["slow-reply", "system-delay-p95", ["replies-delivered", "system-delay-p95"]],
    ["reopened-matter", "account-agrees", ["replies-genuine", "account-agrees"]],
    ["deaf-after-close", "reopens-answered", ["reopens-answered"]],
  ])(
    "%s, planted in the desk, is found as %s",
    async (fault, reason, first) => {
      const run = await onFit(() => drillHouse([fault]));
      expect([run.code, run.verdict?.verdict], run.stderr + run.stdout).toEqual([1, "NOT READY"]);
      const missed = missedOf(run);
      expect(missed).toContain(reason);
      expect(first).toContain(missed[0]);
      // None of the others' reasons.
      const others = [
        ...["replies-delivered", "system-delay-p95", "account-agrees", "first-contact-resolution"],
        ...(fault === "reopened-matter" ? ["reopens-answered"] : []),
      ];
      // A reply that never comes, and one that comes too late, look alike where the watch ends before it; and a matter
      // whose reply never came was not settled, either.
      const alike = fault === "lost-reply" || fault === "slow-reply";
      const apart = alike ? ["account-agrees"] : others;
      const own = [reason, ...first];
      expect(missed.filter((id) => apart.includes(id) && !own.includes(id))).toEqual([]);
    },
    480_000,
  );
});
