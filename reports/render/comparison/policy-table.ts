import type { CallFigures } from "../../../core/schema/call-figures.ts";
import type { Comparison, PolicyOutcome } from "../../../core/schema/comparison.ts";
import { rateText, recoveryText } from "../../../core/judging/fulfilment/call-words.ts";
import { numberText, percentText } from "../figure-text.ts";

/** The columns of a comparison, the same in the page and in the terminal; rates and times are simulated. */
export const POLICY_COLUMNS = [
  "Policy",
  "Before",
  "During",
  "After",
  "Requests a matter",
  "Recovered",
  "In time",
  "Promises broken",
] as const;

const inTime = ({ answeredInTime, matters }: CallFigures): string =>
  matters === 0 ? "\u2013" : percentText(answeredInTime / matters);

/** The seven figures behind a policy's name; null where it was not measured. */
export function policyCells({ state, figures }: PolicyOutcome): string[] | null {
  if (figures === null || state !== "measured") return null;
  const { answeredPerSec, requestsPerMatter, promises } = figures;
  return [
    rateText(answeredPerSec.before),
    rateText(answeredPerSec.during),
    rateText(answeredPerSec.after),
    requestsPerMatter === null ? "\u2013" : requestsPerMatter.toFixed(2),
    recoveryText(figures),
    inTime(figures),
    `${promises.broken} of ${promises.made}`,
  ];
}

/** What the figures above are, in one line. */
export const columnsNote = ({ policies }: Comparison): string => {
  const offered = policies.flatMap(({ figures }) => figures?.offeredPerSec ?? [])[0];
  return `Before, during and after the fault: matters that the partner answered in time, a simulated second${
    offered === undefined ? "" : `; ${rateText(offered)} came`
  }. In time: while the customer still waited, or by the promise's due time.`;
};

/** What a policy is, from the plan of its run. */
export function policyWords({ policy, queue }: CallFigures): string {
  const { retries, breaker, bulkhead, timeoutSec } = policy;
  const budget =
    retries.budgetShare === null ? "without a budget" : `at most ${percentText(retries.budgetShare)} of calls`;
  return [
    queue === null ? "the partner's queue has no bound" : `${queue} places to wait at the partner`,
    `time-out ${numberText(timeoutSec)} s`,
    retries.most === 0 ? "no retries" : `up to ${retries.most} retries ${budget}`,
    retries.honourRetryAfter ? "Retry-After honoured" : "Retry-After ignored",
    bulkhead === null ? "no bulkhead" : `${bulkhead.atOnce} calls at once`,
    breaker === null ? "no breaker" : `breaker at ${percentText(breaker.failureShare)} failed`,
  ].join(", ");
}
