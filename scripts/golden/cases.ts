import type { DrillId, RunVerdict } from "../../core/contract/ids.ts";

/**
 * One recorded run that every test run judges again: `drills/<drill>/golden/<name>/` holds its evidence, packed, and the
 * verdict.json that comes of it.
 */
export interface GoldenCase {
  readonly drill: DrillId;
  readonly name: "ready" | "not-ready";
  /** What it must come out as; an update that comes out otherwise is refused. */
  readonly verdict: RunVerdict;
  /** Seeded defects that the run is recorded with. */
  readonly defects: readonly string[];
}

export const GOLDEN_CASES: readonly GoldenCase[] = [
  { drill: "nano-drop", name: "ready", verdict: "READY", defects: [] },
  {
    drill: "nano-drop",
    name: "not-ready",
    verdict: "NOT READY",
    defects: ["lost-reply", "consent-missing", "log-gap", "context-missing"],
  },
  { drill: "overloaded-fulfilment", name: "ready", verdict: "READY", defects: [] },
  { drill: "overloaded-fulfilment", name: "not-ready", verdict: "NOT READY", defects: ["recovery-herd"] },
];

export const EVIDENCE_FILE = "run.json.gz";

/** Below the repository's root. */
export const goldenPlan = ({ drill }: GoldenCase): string => `drills/${drill}/golden/drop.yaml`;
export const goldenFolder = ({ drill, name }: GoldenCase): string => `drills/${drill}/golden/${name}`;

/** What a reader of a difference is told to run. */
export const UPDATE_COMMAND = "npm run golden:update";
export const RECORD_COMMAND = "npm run golden:update -- --record";
