import type { SlaPolicy, SlaPolicyMetric, SlaPriority } from "../../../core/schema/sla-policies.ts";
import { printable } from "../../../core/text/printable.ts";
import { type BudgetField, type LeftOut, LONGEST_SEC, type PlaceOf, type Term, type Terms } from "./sla-terms.ts";

/** Which budget holds a metric, and in what it is another thing. */
const CARRIED: Readonly<Record<string, { readonly field: BudgetField; readonly remark: string | null }>> = {
  // A bot's first public comment ends the clock there, as any reply does here.
  first_reply_time: { field: "anyReply.p95Sec", remark: null },
  next_reply_time: {
    field: "humanReply.p95Sec",
    remark: "held against the first reply of a person, not each later one",
  },
  requester_wait_time: {
    field: "humanReply.p95Sec",
    remark: "held against the wait for a person; the sum of all waits of a matter is not measured",
  },
};

const NOT_CARRIED: Readonly<Record<string, string>> = {
  agent_work_time: "a drill's agents are modelled: their working time is the plan's own input",
  periodic_update_time: "a drill ends before a second update would be due",
  pausable_update_time: "a drill ends before a second update would be due",
  total_resolution_time: "a plan has no budget on the time to resolution; it asks that the first contact resolves",
  group_ownership_time: "a drill has no groups of agents",
};

/** What to take of the policies; without a choice everything, and the strictest counts. */
export interface PolicyChoice {
  readonly priority?: SlaPriority;
  readonly policy?: string;
}

const quoted = (text: string): string => `"${printable(text, 80)}"`;

/** The budgets that `policies` ask for, with what they ask for and a plan cannot say. */
export const zendeskTerms = (policies: readonly SlaPolicy[], choice: PolicyChoice, placeOf: PlaceOf): Terms => {
  const terms: Term[] = [];
  const leftOut: LeftOut[] = [];
  for (const [index, policy] of policies.entries()) {
    const path = ["sla_policies", index];
    const { title, policy_metrics, filter } = policy;
    if (choice.policy !== undefined && choice.policy !== title) {
      leftOut.push({
        what: `policy ${quoted(title)}`,
        at: placeOf([...path, "title"]),
        why: "another policy was asked for",
      });
      continue;
    }
    if (hasConditions(filter))
      leftOut.push({
        what: `conditions of ${quoted(title)}`,
        at: placeOf([...path, "filter"]),
        why: "a drop has one sort of customers: the policy is taken as theirs",
      });
    for (const [place, metric] of policy_metrics.entries()) {
      const at = placeOf([...path, "policy_metrics", place]);
      const what = `${printable(metric.metric, 60)} ${metric.priority} of ${quoted(title)}`;
      const term = termOf(metric, choice);
      if ("why" in term) leftOut.push({ what, at, why: term.why });
      else terms.push({ ...term, from: what, at });
    }
  }
  return { terms, leftOut };
};

const hasConditions = (filter: unknown): boolean =>
  typeof filter === "object" &&
  filter !== null &&
  Object.values(filter).some((part) => Array.isArray(part) && part.length > 0);

const termOf = (
  metric: SlaPolicyMetric,
  choice: PolicyChoice,
): Pick<Term, "field" | "value" | "remark"> | { readonly why: string } => {
  if (choice.priority !== undefined && choice.priority !== metric.priority)
    return { why: `priority ${choice.priority} was asked for` };
  const known = Object.hasOwn(CARRIED, metric.metric) ? CARRIED[metric.metric] : undefined;
  if (known === undefined) {
    const why = Object.hasOwn(NOT_CARRIED, metric.metric) ? NOT_CARRIED[metric.metric] : undefined;
    return { why: why ?? "this metric is not known here" };
  }
  const sec = metric.target_in_seconds ?? (metric.target === undefined ? null : metric.target * 60);
  if (sec === null) return { why: "it has no target" };
  if (sec > LONGEST_SEC)
    return { why: `its target of ${sec} s is longer than a day, the longest that a drill can watch` };
  const remarks = [
    "Zendesk's target is for every ticket; a plan allows 5 % later",
    ...(known.remark === null ? [] : [known.remark]),
    ...(metric.business_hours ? ["business hours are taken as plain time, which is stricter"] : []),
  ];
  return { field: known.field, value: sec, remark: remarks.join("; ") };
};
