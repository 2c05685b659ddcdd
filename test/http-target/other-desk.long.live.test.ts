import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { FaultName } from "../../examples/other-desk/faults.ts";
import { openHouse } from "../../examples/other-desk/house.ts";
import { k6ForTests } from "../../scripts/setup/test-tools.ts";
import { MACHINE_CHECKS } from "../fit-machine.ts";
import { onlyRun } from "../cli-process.ts";
import { drillForeign, type ForeignRun, nanoDropOf } from "./foreign-run.ts";

const PASS = "a pass that is long enough for staff";
const NOT_CARRIED = [
  ...["islands-ready", "access-proved", "owner-checked", "agents-proved", "consent-recorded", "log-complete"],
  ...["island-facts", "triage-right", "browser-answer"],
];

interface Drilled extends ForeignRun {
  readonly traffic: { readonly requests: number; readonly mostIn60s: number; readonly refused: number };
  readonly casesLeft: number;
}

const drilled = async (
  faults: readonly FaultName[],
  part: { limit?: number; plan?: string; flags?: readonly string[] } = {},
): Promise<Drilled> => {
  const { limit = 3000 } = part;
  const house = await openHouse({ port: 0, staffPass: PASS, limitPerMinute: limit, faults });
  try {
    const run = await drillForeign({
      example: "other-desk/target.yaml",
      secret: { file: "other-desk.pass", text: PASS },
      change: (file) => {
        file["addresses"] = { pops: { desk: house.address }, origin: house.address };
        const published = [{ scope: "all", perMinute: limit, source: "its help" }];
        file["limits"] = { maxRequestsPerSec: 60, maxContacts: 300, publishedLimits: published };
      },
      ...part,
    });
    const { cases = -1 } = (await (await fetch(`${house.address}/house/traffic`)).json()) as { cases?: number };
    return { ...run, traffic: house.traffic(), casesLeft: cases };
  } finally {
    await house.close();
  }
};

const missedOf = ({ objectives }: ForeignRun): string[] =>
  Object.entries(objectives).flatMap(([id, status]) => (status === "missed" ? [id] : []));

/** Once more where others wanted the same cores. */
const onFit = async (play: () => Promise<Drilled>): Promise<Drilled> => {
  const first = await play();
  const checks = first.verdict === null ? [] : (nanoDropOf(first.verdict)?.validity ?? []);
  return checks.some(({ id, ok }) => !ok && MACHINE_CHECKS.includes(id)) ? play() : first;
};

describe.skipIf(k6ForTests() === undefined)("nano-drop against a desk that is not ours", () => {
  test("the clean desk is READY for what it carries, and everything says what it does not", async () => {
    const run = await onFit(() => drilled([]));
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
    expect(listed).toHaveLength(1 + run.casesLeft);
    // No secret is kept.
    for (const file of await readdir(dir, { recursive: true, withFileTypes: true }))
      if (file.isFile()) expect(await readFile(join(file.parentPath, file.name), "utf8")).not.toContain(PASS);
  }, 240_000);

  test.each<[FaultName, string, string[]]>([
    ["wrong-answer", "first-contact-resolution", ["context-present", "first-contact-resolution"]],
    ["lost-reply", "replies-delivered", ["replies-delivered"]],
    ["slow-reply", "system-delay-p95", ["system-delay-p95"]],
    ["reopened-matter", "account-agrees", ["account-agrees"]],
    ["deaf-after-close", "reopens-answered", ["reopens-answered"]],
  ])(
    "%s, planted in the desk, is found as %s",
    async (fault, reason, first) => {
      const run = await onFit(() => drilled([fault]));
      expect([run.code, run.verdict?.verdict], run.stderr + run.stdout).toEqual([1, "NOT READY"]);
      const missed = missedOf(run);
      expect(missed).toContain(reason);
      expect(first).toContain(missed[0]);
      // None of the others' reasons.
      const others = ["replies-delivered", "system-delay-p95", "account-agrees", "first-contact-resolution"];
      const allowed = fault === "lost-reply" || fault === "slow-reply" ? others.slice(2) : others;
      const own = [reason, ...first];
      expect(missed.filter((id) => allowed.includes(id) && !own.includes(id))).toEqual([]);
    },
    240_000,
  );

  test("a published limit of 100 a minute is kept in every 60 s, as the desk itself counts", async () => {
    const plan = `schema: fieldproof.plan/1
drop: { name: slow prints }
arrivals: { preset: steady, peakPerSec: 0.6, islandReadsPerSec: 0.1 }
customers: { intents: { order-held: 95, stock: 5 }, patience: { medianSec: 400, sigma: 0.2 }, resendShare: 0, followUpShare: 0.01 }
staffing: { agents: 3, slotsPerAgent: 2, handle: { medianSec: 4, sigma: 0.2 }, pickUp: { medianSec: 0.3, sigma: 0.2 } }
budgets:
  { anyReply: { p50Sec: 20, p95Sec: 30 }, humanReply: { p50Sec: 20, p95Sec: 30 }, systemDelayP95Ms: 20000, firstContactResolution: { atLeast: 0.8, windowSec: 8 } }
profiles:
  smoke: { timeFactor: 1, controlSec: 5, refreshSec: 1, stepSec: 115, tailSec: 0, drainSec: 40, auditSec: 2 }
`;
    const run = await drilled([], { limit: 100, plan });
    expect(run.traffic.refused, run.stderr + run.stdout).toBe(0);
    expect(run.traffic.mostIn60s).toBeLessThanOrEqual(100);
    expect(run.traffic.requests).toBeGreaterThan(120);
    expect(run.objectives["unanswered"], run.stdout).toBe("met");
  }, 400_000);
});
