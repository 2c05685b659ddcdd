import type { FieldPath, Place } from "../yaml-source.ts";

/** Numbers of a plan's budgets that a service level elsewhere can be held against, and which way is stricter. */
export const BUDGET_FIELDS = {
  "anyReply.p50Sec": "lower",
  "anyReply.p95Sec": "lower",
  "humanReply.p50Sec": "lower",
  "humanReply.p95Sec": "lower",
  systemDelayP95Ms: "lower",
  unansweredAtMost: "lower",
  triageRightAtLeast: "higher",
  "firstContactResolution.atLeast": "higher",
} as const;

export type BudgetField = keyof typeof BUDGET_FIELDS;

/** Longest time that a budget may have: the plan's own bounds. */
export const LONGEST_SEC = 86_400;
export const LONGEST_DELAY_MS = 60_000;

/** One target of a file as a budget. `remark`: what it says other than the file did; null when it is the same. */
export interface Term {
  readonly field: BudgetField;
  readonly value: number;
  /** What it is in the file, in its words. */
  readonly from: string;
  readonly at: Place;
  readonly remark: string | null;
}

/** Something of a file that no budget can say, and why. */
export interface LeftOut {
  readonly what: string;
  readonly at: Place;
  readonly why: string;
}

export interface Terms {
  readonly terms: readonly Term[];
  readonly leftOut: readonly LeftOut[];
}

export type PlaceOf = (path: FieldPath) => Place;
