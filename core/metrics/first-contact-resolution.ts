import { abandonment } from "./abandonment.ts";
import { episodesOf } from "./episodes.ts";
import type { Timeline } from "./timeline.ts";

export interface FcrRule {
  /** For so long after the first resolution the customer must not come back. */
  readonly windowMs: number;
  /** Counts a contact that was passed on as not resolved at first contact. */
  readonly noTransfer: boolean;
  /** Counts a wrong answer as no resolution, and an answer of unknown worth as unknown. */
  readonly needsRight: boolean;
}

/**
 * Resolved at first contact: solved after a reply, and not open again within the window (notes, variants (a) and (b));
 * with `needsRight` also answered right, as the design's FCR asks. Not solved by the end of the watch is no. Null: not
 * known, since the window is still open, or nobody can say whether the answer was right. Never a guess: a 15-minute
 * drill cannot see a 24-hour window.
 */
export const resolvedAtFirstContact = (timeline: Timeline, rule: FcrRule): boolean | null => {
  const [first, second] = episodesOf(timeline);
  if (first === undefined || first.closedMs === null || first.closedBy === "system" || !first.answered) return false;
  if (abandonment(timeline).outcome === "abandoned") return false;
  const closedMs = first.closedMs;
  if (second !== undefined && second.fromMs - closedMs <= rule.windowMs) return false;
  const passedOn = timeline.events.some(({ kind, atMs }) => kind === "transferred" && atMs <= closedMs);
  if (rule.noTransfer && passedOn) return false;
  if (rule.needsRight && timeline.answerRight === false) return false;
  const windowOpen = second === undefined && timeline.observedUntilMs - closedMs < rule.windowMs;
  return windowOpen || (rule.needsRight && timeline.answerRight === null) ? null : true;
};
