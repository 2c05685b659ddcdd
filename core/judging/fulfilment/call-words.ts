import type { CallFigures } from "../../schema/call-figures.ts";

const NOTHING = "not measured";

/** "0.46", or that there is none. */
export const rateText = (perSec: number | null): string => (perSec === null ? NOTHING : perSec.toFixed(2));
const shareText = (share: number | null): string => (share === null ? NOTHING : `${(share * 100).toFixed(0)} %`);
const times = (value: number | null): string => (value === null ? NOTHING : value.toFixed(2));

/** "after 73 s", "at once", or for how long it was looked for in vain; simulated seconds. */
export function recoveryText({ recovery: { state, afterSec, watchedSec } }: CallFigures): string {
  if (state === "unknown" || (state === "recovered" && afterSec === null)) return "cannot be said";
  if (state === "never" || afterSec === null) return `not within the run, watched for ${watchedSec.toFixed(0)} s`;
  return afterSec < 1 ? "at once" : `after ${afterSec.toFixed(0)} s`;
}

/** Each figure with its name, in the order in which a manager asks for them. Rates and times are simulated. */
export function callRows(figures: CallFigures): [string, string][] {
  const { answeredPerSec, promises } = figures;
  return [
    ["answered in time a second: before the fault", rateText(answeredPerSec.before)],
    ["during the fault", rateText(answeredPerSec.during)],
    ["after the fault", rateText(answeredPerSec.after)],
    ["customers with trouble who came a second", rateText(figures.offeredPerSec)],
    ["requests to the partner per matter", times(figures.requestsPerMatter)],
    ["partner's work of which nobody had anything", shareText(figures.workForNobody)],
    ["recovered, after the fault", recoveryText(figures)],
    ["answered in time, of all", `${figures.answeredInTime} of ${figures.matters}`],
    ["promises made, kept, broken", `${promises.made}, ${promises.kept}, ${promises.broken}`],
    ["most promises open at once", String(promises.mostOpen)],
  ];
}

/** The same in two sentences, for the picture and for those who cannot see it. */
export function callSentences(figures: CallFigures): string {
  const { answeredPerSec: rate, offeredPerSec, requestsPerMatter } = figures;
  return [
    `Answered in time: ${rateText(rate.before)} matters a second before the fault, ${rateText(rate.during)} during it,`,
    `${rateText(rate.after)} after it, of ${rateText(offeredPerSec)} that came; ${times(requestsPerMatter)} requests for each.`,
    `Recovered: ${recoveryText(figures)}.`,
  ].join(" ");
}
