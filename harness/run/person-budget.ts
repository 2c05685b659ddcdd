import type { ContactScript } from "../../core/contract/script.ts";
import { type Lane, PERSONAL_INTENTS } from "../../core/contract/ids.ts";
import { humanWaitOf, personsReply } from "../../core/judging/human-wait.ts";
import { humanReplySimMs } from "../../core/judging/reply-clock.ts";
import { firstReplies } from "../../core/metrics/first-replies.ts";
import type { Phases, Plan } from "../../core/schema/plan.ts";
import type { ContactRecord } from "../../core/schema/evidence.ts";
import { allowedMisses } from "../../core/statistics/allowed-misses.ts";

/** The budget whose misses are told while a run goes on: the p95 of a person's first reply. */
export interface PersonBudget {
  readonly p95Sec: number;
  readonly timeFactor: number;
  /** How many customers are planned to need a person, where agents answer. */
  readonly planned: number;
}

/**
 * @param everyone no question is answered without a person
 */
export const personBudget = (
  { budgets }: Pick<Plan, "budgets">,
  { timeFactor }: Pick<Phases, "timeFactor">,
  contacts: readonly Pick<ContactScript, "lane" | "intent">[],
  { lanes, everyone }: { readonly lanes: readonly Lane[]; readonly everyone: boolean },
): PersonBudget => ({
  ...{ p95Sec: budgets.humanReply.p95Sec, timeFactor },
  planned: contacts.filter(
    ({ lane, intent }) => lanes.includes(lane) && (everyone || PERSONAL_INTENTS.some((one) => one === intent)),
  ).length,
});

/**
 * Whether a contact that is over counts in the budget, as the judge counts it: null when it needed nobody, or came back
 * with another matter. Without the agent's stamps all of the wait is scaled, which is the longer reading; and who had no
 * reply at all is late, so that a target that is dead does not look well.
 */
export function waitForPerson(record: ContactRecord, budget: PersonBudget): "met" | "late" | null {
  const wait = humanWaitOf(record);
  if (wait === null || wait.purpose === "follow-up")
    return firstReplies(record.seen, true).any === undefined ? "late" : null;
  const human = personsReply(record, wait);
  if (human === undefined) return "late";
  const simMs = humanReplySimMs(wait.fromAt, human.at, undefined, budget.timeFactor, wait.queuedBy);
  return simMs <= budget.p95Sec * 1000 ? "met" : "late";
}

/** As the verdict allows it, for those planned; for those who came, once they are more. */
export const lateAllowed = ({ planned }: PersonBudget, forPerson: number): number =>
  allowedMisses(Math.max(planned, forPerson), 0.95);
