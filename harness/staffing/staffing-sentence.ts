import type { Staffing } from "../../core/schema/staffing.ts";

const timeText = (sec: number): string =>
  sec === 60 ? "a minute" : sec % 60 === 0 ? `${sec / 60} minutes` : `${Number(sec.toFixed(1))} seconds`;
const inHundred = (share: number): number => Math.round(share * 100);
const slotsText = (slots: number): string => `${slots} chat slot${slots === 1 ? "" : "s"}`;

/** The whole answer in the words of who plans the shift. */
export function staffingSentence(answer: Omit<Staffing, "sentence">): string {
  const { shares, plannedSlots, atPlan, oneAgentFewer, budget } = answer;
  const need = shares.find(({ planned }) => planned)?.simulated.most ?? null;
  const longer = `longer than ${timeText(budget.p95Sec)}`;
  if (need === null)
    return `No number of chat slots keeps this budget: an agent's own work before the first reply takes too long for it; you planned ${slotsText(plannedSlots)}.`;
  const first = `This drop needs ${slotsText(need)}; you planned ${plannedSlots}`;
  const late = inHundred(atPlan.lateShare.mean);
  const now = need > plannedSlots ? `${first}: ${late} in 100 fans who need a person wait ${longer}.` : `${first}.`;
  if (oneAgentFewer === null) return now;
  const more = inHundred(oneAgentFewer.lateShare.mean - atPlan.lateShare.mean);
  const fewer =
    more <= 0
      ? `hardly anyone more waits ${longer}`
      : `${more} more in 100 fans who need a person wait${more === 1 ? "s" : ""} ${longer}`;
  return `${now} With one agent fewer, ${fewer}.`;
}
