import type { OpenSlo, OpenSloObjective } from "../../../core/schema/open-slo.ts";
import { printable } from "../../../core/text/printable.ts";
import type { Finding } from "../yaml-file.ts";
import type { FieldPath } from "../yaml-source.ts";
import {
  type BudgetField,
  type LeftOut,
  LONGEST_DELAY_MS,
  LONGEST_SEC,
  type PlaceOf,
  type Term,
  type Terms,
} from "./sla-terms.ts";

/** Budgets by the name under which an SLO asks for one. */
export const SLO_BUDGETS = {
  "any-reply": "time",
  "human-reply": "time",
  "system-delay": "time",
  unanswered: "share",
  "triage-right": "share",
  "first-contact-resolution": "share",
} as const;

export type SloBudget = keyof typeof SLO_BUDGETS;

export const isSloBudget = (text: string): text is SloBudget => Object.hasOwn(SLO_BUDGETS, text);

/** In `metadata.annotations`: which budget an SLO means, and the unit of its values. An indicator's query says neither. */
export const BUDGET_ANNOTATION = "fieldproof/budget";
export const UNIT_ANNOTATION = "fieldproof/unit";

const SHARE_FIELDS: Readonly<Record<string, BudgetField>> = {
  unanswered: "unansweredAtMost",
  "triage-right": "triageRightAtLeast",
  "first-contact-resolution": "firstContactResolution.atLeast",
};

/** Annotations of ours that are none: told whatever else is wrong with the object. */
export const annotationFindings = (metadata: OpenSlo["metadata"]): Finding[] => {
  const findings: Finding[] = [];
  const annotations = metadata.annotations ?? {};
  const budget = annotations[BUDGET_ANNOTATION];
  const unit = annotations[UNIT_ANNOTATION];
  const at = (name: string): FieldPath => ["metadata", "annotations", name];
  if (budget !== undefined && !isSloBudget(budget))
    findings.push({
      path: at(BUDGET_ANNOTATION),
      text: `is "${printable(budget, 60)}", must be one of ${Object.keys(SLO_BUDGETS).join(", ")}`,
    });
  if (unit !== undefined && unit !== "s" && unit !== "ms")
    findings.push({ path: at(UNIT_ANNOTATION), text: `is "${printable(unit, 60)}", must be s or ms` });
  return findings;
};

/** Targets that are missing or doubled. */
export const targetFindings = ({ spec }: OpenSlo): Finding[] => {
  const findings: Finding[] = [];
  for (const [index, { target, targetPercent }] of spec.objectives.entries()) {
    const path = ["spec", "objectives", index];
    if (target === undefined && targetPercent === undefined)
      findings.push({ path, text: "has neither target nor targetPercent, must have one of them" });
    if (target !== undefined && targetPercent !== undefined)
      findings.push({ path: [...path, "targetPercent"], text: "stands beside target, must be one of the two" });
  }
  return findings;
};

/** The budgets that one SLO asks for. `asked`: the budget that the command line gave for it. */
export const openSloTerms = (slo: OpenSlo, asked: SloBudget | undefined, placeOf: PlaceOf): Terms => {
  const { metadata, spec } = slo;
  const named = metadata.annotations?.[BUDGET_ANNOTATION];
  const budget = asked ?? (named !== undefined && isSloBudget(named) ? named : undefined);
  const what = `SLO ${printable(metadata.name, 80)}`;
  const leftOut: LeftOut[] = [];
  const terms: Term[] = [];
  if (budget === undefined) {
    const why = `nothing says which budget it is: annotate it with ${BUDGET_ANNOTATION}, or give --as NAME=BUDGET`;
    return { terms, leftOut: [{ what, at: placeOf(["metadata", "name"]), why }] };
  }
  for (const [index, window] of (spec.timeWindow ?? []).entries())
    leftOut.push({
      what: `time window ${printable(window.duration, 40)} of ${what}`,
      at: placeOf(["spec", "timeWindow", index]),
      why: "a drill is a window of its own; no error budget is kept from one to the next",
    });
  for (const [index, objective] of spec.objectives.entries()) {
    const at = placeOf(["spec", "objectives", index]);
    const term =
      spec.budgetingMethod === "Occurrences"
        ? termOf(budget, objective, metadata.annotations?.[UNIT_ANNOTATION])
        : { why: `it counts time slices (${spec.budgetingMethod}), a drill counts customers` };
    const from = `objective ${index + 1} of ${what}`;
    if ("why" in term) leftOut.push({ what: from, at, why: term.why });
    else terms.push({ ...term, from, at });
  }
  return { terms, leftOut };
};

type Found = Pick<Term, "field" | "value" | "remark"> | { readonly why: string };

const termOf = (budget: SloBudget, objective: OpenSloObjective, unit: string | undefined): Found => {
  const share = objective.target ?? (objective.targetPercent ?? 0) / 100;
  if (SLO_BUDGETS[budget] === "time") return timeTerm(budget, objective, share, unit);
  const field = SHARE_FIELDS[budget];
  if (field === undefined || objective.value !== undefined)
    return { why: `${budget} is a share, and the objective compares a value` };
  // As decimals: 1 - 0.99 is not 0.01 in binary.
  const value = budget === "unanswered" ? Math.round((1 - share) * 1e9) / 1e9 : share;
  return { field, value, remark: null };
};

const timeTerm = (budget: SloBudget, { op, value }: OpenSloObjective, share: number, unit?: string): Found => {
  if (op === undefined || value === undefined)
    return { why: `${budget} is a time, and the objective has no op and value` };
  if (op === "gte" || op === "gt") return { why: "it is a lower bound, a budget is an upper one" };
  if (value <= 0) return { why: "its value is no time" };
  if (share < 0.5) return { why: "it is met when more than half come late, no budget of a plan is" };
  const percentile = share >= 0.95 ? 95 : 50;
  const percent = `${Math.round(share * 1e6) / 1e4} %`;
  const remark =
    share === percentile / 100
      ? null
      : `asks for ${percent} in time; a plan knows 50 % and 95 %, and here it is ${percentile} %`;
  if (budget === "system-delay") {
    const ms = unit === "s" ? value * 1000 : value;
    if (percentile !== 95) return { why: "a plan's budget on the system's delay is of 95 %" };
    return ms > LONGEST_DELAY_MS
      ? { why: "it is longer than a minute" }
      : { field: "systemDelayP95Ms", value: ms, remark };
  }
  const sec = unit === "ms" ? value / 1000 : value;
  if (sec > LONGEST_SEC) return { why: "it is longer than a day, the longest that a drill can watch" };
  const of = budget === "any-reply" ? "anyReply" : "humanReply";
  return { field: `${of}.p${percentile}Sec`, value: sec, remark };
};
