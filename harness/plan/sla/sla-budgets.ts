import { parseDocument } from "yaml";
import { BUDGET_FIELDS, type BudgetField, type LeftOut, type Term, type Terms } from "./sla-terms.ts";

/** What the terms of a file come to: the strictest of each field, and what is not said by a plan. */
export interface SlaBudgets {
  readonly carried: readonly Term[];
  readonly leftOut: readonly LeftOut[];
}

const isStricter = (a: Term, b: Term): boolean =>
  BUDGET_FIELDS[a.field] === "lower" ? a.value < b.value : a.value > b.value;

/** One term a field: the strictest, since who keeps it keeps the others. */
export const strictestTerms = ({ terms, leftOut }: Terms): SlaBudgets => {
  const best = new Map<BudgetField, Term>();
  for (const term of terms) {
    const known = best.get(term.field);
    if (known === undefined || isStricter(term, known)) best.set(term.field, term);
  }
  const kept = terms.flatMap((term): LeftOut[] => {
    const winner = best.get(term.field);
    if (winner === undefined || winner === term) return [];
    const why =
      term.remark === null || term.remark === winner.remark
        ? `it is kept where ${winner.from} is (line ${winner.at.line})`
        : `the budget is of line ${winner.at.line}, which is stricter (${term.remark})`;
    return [{ what: term.from, at: term.at, why }];
  });
  return { carried: [...best.values()], leftOut: [...leftOut, ...kept].toSorted((a, b) => a.at.line - b.at.line) };
};

export interface BudgetsDocument {
  readonly anyReply?: { readonly p50Sec: number; readonly p95Sec: number };
  readonly humanReply?: { readonly p50Sec: number; readonly p95Sec: number };
  readonly systemDelayP95Ms?: number;
  readonly unansweredAtMost?: number;
  readonly triageRightAtLeast?: number;
  readonly firstContactResolution?: { readonly atLeast: number; readonly windowSec: number };
}

/** What a drill watches after a resolution, where the file does not say it; the plan's own default. */
const FCR_WINDOW_SEC = 60;

/** Where no plan says what nearly all may wait, and a median alone was given. */
const P95_SEC = 60;

/**
 * The terms as `budgets` of a plan. A time given for one percentile alone says nothing of the other: what the plan asks of
 * that stays, and is only ever made tighter. Without a plan it stands for the median, too, which asks for nothing more.
 * @param own the plan's budgets that these will replace
 */
export const budgetsOf = (
  carried: readonly Term[],
  own: Pick<BudgetsDocument, "anyReply" | "humanReply"> = {},
): BudgetsDocument => {
  const values = new Map(carried.map(({ field, value }) => [field, value]));
  const plain = (field: BudgetField) => {
    const value = values.get(field);
    return value === undefined ? {} : { [field]: value };
  };
  const replies = (name: "anyReply" | "humanReply") => {
    const p95 = values.get(`${name}.p95Sec`);
    const p50 = values.get(`${name}.p50Sec`);
    if (p95 === undefined && p50 === undefined) return {};
    const asked = own[name];
    const p95Sec = p95 ?? asked?.p95Sec ?? Math.max(p50 ?? 0, P95_SEC);
    return { [name]: { p50Sec: Math.min(p50 ?? asked?.p50Sec ?? p95Sec, p95Sec), p95Sec } };
  };
  const resolved = values.get("firstContactResolution.atLeast");
  return {
    ...replies("anyReply"),
    ...replies("humanReply"),
    ...plain("systemDelayP95Ms"),
    ...plain("unansweredAtMost"),
    ...plain("triageRightAtLeast"),
    ...(resolved === undefined ? {} : { firstContactResolution: { atLeast: resolved, windowSec: FCR_WINDOW_SEC } }),
  };
};

/** `planText` with these budgets in the place of its own; its comments and everything else stay. */
export const withBudgets = (planText: string, budgets: BudgetsDocument): string => {
  const document = parseDocument(planText);
  for (const [name, value] of Object.entries(budgets)) {
    const node = document.createNode(value, { flow: true });
    const old = document.getIn(["budgets", name], true);
    if (typeof old === "object" && old !== null && "comment" in old && typeof old.comment === "string")
      node.comment = old.comment;
    document.setIn(["budgets", name], node);
  }
  return document.toString({ lineWidth: 0 });
};
