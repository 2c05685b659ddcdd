import { CALL_POLICIES, COMPARED_TITLES } from "../../contract/call-policies.ts";
import type { CallFigures } from "../../schema/call-figures.ts";
import type { PolicyOutcome } from "../../schema/comparison.ts";

/** Figures of a policy under which the partner recovered, as a live run measured them; for tests. */
export const someFigures = (part: Partial<CallFigures> = {}): CallFigures => ({
  ...{ policy: CALL_POLICIES.budgeted, queue: 12, offeredPerSec: 0.53 },
  answeredPerSec: { before: 0.46, during: 0.14, after: 0.59 },
  ...{ requestsPerMatter: 1.26, workForNobody: 0.03, matters: 250, answeredInTime: 248 },
  recovery: { state: "recovered", afterSec: 72.5, watchedSec: 270 },
  promises: { made: 120, kept: 119, broken: 1, mostOpen: 48 },
  ...part,
});

/** The same of one under which it never did. */
export const lostFigures = (part: Partial<CallFigures> = {}): CallFigures =>
  someFigures({
    ...{ policy: CALL_POLICIES["unbounded-retries"], queue: null, requestsPerMatter: 3.4, workForNobody: 0.7 },
    answeredPerSec: { before: 0.46, during: 0.06, after: 0.05 },
    answeredInTime: 80,
    recovery: { state: "never", afterSec: null, watchedSec: 270 },
    promises: { made: 190, kept: 60, broken: 130, mostOpen: 95 },
    ...part,
  });

export const anOutcome = (id: PolicyOutcome["id"], part: Partial<PolicyOutcome> = {}): PolicyOutcome => ({
  ...{ id, title: COMPARED_TITLES[id], state: "measured", reason: null },
  verdict: id === "unbounded-retries" ? "FAIL" : "PASS",
  ...{ run: `1125T0700-7${id}`, evidence: "0".repeat(64) },
  figures: id === "unbounded-retries" ? lostFigures() : someFigures(),
  ...part,
});
