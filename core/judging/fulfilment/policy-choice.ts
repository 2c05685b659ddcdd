import type { ComparedPolicyId } from "../../contract/call-policies.ts";
import type { CallFigures } from "../../schema/call-figures.ts";
import type { PolicyOutcome } from "../../schema/comparison.ts";
import { recoveryText } from "./call-words.ts";

/** Two shares of customers answered in time that lie no further apart are taken for alike: one seed tells no more. */
export const ALIKE_SHARE = 0.05;

export interface PolicyChoice {
  readonly choose: ComparedPolicyId | null;
  readonly headline: string;
  readonly sentences: readonly string[];
}

type Measured = PolicyOutcome & { readonly figures: CallFigures };
const isMeasured = (one: PolicyOutcome): one is Measured => one.state === "measured" && one.figures !== null;

/** Whether it can be said that the partner recovered, or that it did not: without what was before the fault it cannot. */
export const isRecoveryKnown = (one: PolicyOutcome): boolean => {
  if (!isMeasured(one)) return false;
  const { state, afterSec } = one.figures.recovery;
  return state === "never" || (state === "recovered" && afterSec !== null);
};

const shareInTime = ({ figures: { answeredInTime, matters } }: Measured): number =>
  matters === 0 ? 0 : answeredInTime / matters;
const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

function sentenceOf(one: PolicyOutcome): string {
  if (one.state === "not-run") return `${one.title}: was not run. ${one.reason ?? ""}`.trim();
  if (!isMeasured(one)) return `${one.title}: CAN'T TELL. ${one.reason ?? ""}`.trim();
  const { recovery, requestsPerMatter } = one.figures;
  const fate = {
    recovered: `recovered ${recoveryText(one.figures)}`,
    never: `never recovered in the ${recovery.watchedSec.toFixed(0)} s that were watched`,
    unknown: "gives no measure of recovery",
  }[recovery.state];
  const requests = requestsPerMatter === null ? "" : `, with ${requestsPerMatter.toFixed(2)} requests a matter`;
  return `${one.title}: ${fate}; ${percent(shareInTime(one))} of customers with trouble were answered in time${requests}.`;
}

/**
 * Which policy to choose, by a rule fixed beforehand: of those that recovered within the run the one that answered most
 * customers in time, and the plan's own where it is not more than `ALIKE_SHARE` behind. No choice is named while one of
 * them could not be measured, or gives no measure of recovery, or when none recovered.
 */
export function choosePolicy(policies: readonly PolicyOutcome[]): PolicyChoice {
  const each = policies.map(sentenceOf);
  const gap = policies.find((one) => !isMeasured(one)) ?? policies.find((one) => !isRecoveryKnown(one));
  if (gap !== undefined) {
    const lack = isMeasured(gap) ? "gives no measure of recovery" : "was not measured";
    return {
      choose: null,
      headline: "CAN'T TELL which policy to choose",
      sentences: [...each, `No policy is named while one ${lack}: ${gap.title}.`],
    };
  }
  const held = policies.filter(isMeasured).filter(({ figures }) => figures.recovery.state === "recovered");
  const best = [...held].sort((a, b) => shareInTime(b) - shareInTime(a) || cost(a) - cost(b))[0];
  if (best === undefined)
    return {
      choose: null,
      headline: "None of these policies recovered",
      sentences: [...each, "Choose none of them as it is: bound the queue further, retry less, or plan more servers."],
    };
  const own = held.find(({ id }) => id === "own");
  const isAlike = own !== undefined && shareInTime(best) - shareInTime(own) <= ALIKE_SHARE;
  const chosen = isAlike ? own : best;
  const alike = held.filter((one) => one !== chosen && shareInTime(chosen) - shareInTime(one) <= ALIKE_SHARE);
  const lost = policies.filter(isMeasured).filter((one) => !held.includes(one));
  return {
    choose: chosen.id,
    headline: chosen.id === "own" ? "Keep the plan's own policy" : `Choose: ${chosen.title.toLowerCase()}`,
    sentences: [
      ...each,
      lost.length > 0
        ? `Do not choose: ${lost.map(({ title }) => title.toLowerCase()).join(", ")}.`
        : "All of them recovered: this fault does not tell them apart by that.",
      ...(alike.length === 0
        ? []
        : [
            `${alike.map(({ title }) => title).join(" and ")} did as well, within ${percent(ALIKE_SHARE)} of customers: one seed does not tell them apart.`,
          ]),
    ],
  };
}

const cost = ({ figures }: Measured): number => figures.requestsPerMatter ?? Number.POSITIVE_INFINITY;
