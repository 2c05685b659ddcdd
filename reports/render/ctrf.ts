import type { Covers, ObjectiveResult, ReplicateVerdict, Verdict } from "../../core/schema/verdict.ts";
import { visibleText } from "../../core/text/visible-text.ts";
import { cutVerdict } from "./display-budget.ts";
import { type CaseOutcome, type TestCase, testSuites } from "./test-cases.ts";

const TEXT_LIMIT = 2000;
/** Of the CTRF specification, whose schema a test holds this against (npm package `ctrf`, MIT). */
const SPEC_VERSION = "0.0.0";

const STATUS = { passed: "passed", failure: "failed", error: "other", skipped: "skipped" } as const satisfies Record<
  CaseOutcome,
  string
>;

/** The figures of verdict.json, as they are there. */
function figures(objective: ObjectiveResult, replicate: ReplicateVerdict): object {
  const { id, key, statistic, limit, measured, n, leastN, misses, allowed, code, status, notRun } = objective;
  return {
    ...{ objective: visibleText(id), replicate: replicate.replicate, seed: replicate.seed, key, status },
    ...{ statistic: visibleText(statistic), limit, measured, n, leastN, misses, allowed, code: visibleText(code) },
    ...(notRun === undefined ? {} : { notRun: visibleText(notRun) }),
  };
}

/**
 * Readers of CTRF turn red on `failed` alone, and CAN'T TELL must not look green there: the run's own case is failed
 * for all but READY. Which of the two it was is said by `rawStatus`.
 */
const statusOf = ({ outcome, of }: TestCase, suite: string): (typeof STATUS)[CaseOutcome] =>
  suite === "run" && of === undefined && outcome === "error" ? "failed" : STATUS[outcome];

/**
 * The verdict as a CTRF report (ctrf.io, specification 0.0): the same cases as in JUnit. INCONCLUSIVE and a required
 * drill that did not run are `other` with the verdict's own word as `rawStatus`. Ends with a line feed.
 */
export function renderCtrf(whole: Verdict): string {
  const verdict = cutVerdict(whole, TEXT_LIMIT);
  const { run } = verdict;
  const suites = testSuites(verdict);
  const tests = suites.flatMap(({ name, cases }) =>
    cases.map((each) => ({
      name: each.name,
      status: statusOf(each, name),
      // A verdict has no time of its own for a case.
      duration: 0,
      suite: ["fieldproof", name],
      ...(each.outcome === "passed" ? {} : { message: each.message }),
      rawStatus: each.rawStatus,
      ...(each.of === undefined ? {} : { extra: figures(each.of.objective, each.of.replicate) }),
    })),
  );
  const count = (status: string): number => tests.filter((test) => test.status === status).length;
  const start = Date.parse(run.startedAt);
  const stop = Math.max(start, run.endedAt === null ? start : Date.parse(run.endedAt));
  const report = {
    reportFormat: "CTRF",
    specVersion: SPEC_VERSION,
    ...(run.id === "" ? {} : { runId: visibleText(run.id) }),
    timestamp: run.endedAt ?? run.startedAt,
    generatedBy: "fieldproof",
    results: {
      tool: { name: "fieldproof", ...version(run.versions["fieldproof"]) },
      summary: {
        ...{ tests: tests.length, passed: count("passed"), failed: count("failed"), skipped: count("skipped") },
        ...{ pending: 0, other: count("other"), suites: suites.length, start, stop, duration: stop - start },
      },
      tests,
      environment: {
        reportName: visibleText(run.dropName),
        appName: visibleText(run.target),
        osPlatform: visibleText(run.machine.platform),
      },
      extra: {
        ...{ verdict: verdict.verdict, label: visibleText(verdict.label), exitCode: verdict.exitCode },
        ...{ profile: run.profile, timeFactor: run.timeFactor, replicates: run.replicates, seed: run.seed },
        ...{ planDigest: visibleText(run.planDigest), validUntil: run.validUntil },
        ...(run.covers === undefined ? {} : { covers: shownCovers(run.covers) }),
      },
    },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

const shownCovers = ({ islands, keys }: Covers): Covers => ({
  islands: islands === null ? null : visibleText(islands),
  keys: keys.map(visibleText),
});

const version = (text: string | undefined): object => (text === undefined ? {} : { version: visibleText(text) });
