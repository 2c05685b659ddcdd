import { abandonment } from "./abandonment.ts";
import { episodesOf } from "./episodes.ts";
import type { Timeline } from "./timeline.ts";

/** What became of a contact without a person; three claims that are often sold as one. */
export interface Automation {
  /** No person was asked for or took part. True also of those who gave up: the weakest claim. */
  readonly deflected: boolean;
  /** Deflected, and ended with the assistant: answered and closed, not left by a customer who still waited. */
  readonly contained: boolean;
  /** Contained, right, and not open again: the only one that helped somebody. Null: not known. */
  readonly resolved: boolean | null;
}

/**
 * Deflection, containment and resolution of one contact, kept apart (published gaps between them are 15 to 25 points:
 * notes, section 2). Who leaves in silence before the end is abandoned and never contained; nor is who was still
 * waiting when the watch ended.
 */
export const automation = (timeline: Timeline): Automation => {
  const { events, answerRight } = timeline;
  const deflected = !events.some(
    (event) =>
      event.kind === "handed-off" ||
      event.kind === "claimed" ||
      event.kind === "transferred" ||
      (event.kind === "message" && event.author === "agent"),
  );
  const episodes = episodesOf(timeline);
  const last = episodes.at(-1);
  const closedMs = last?.closedMs ?? null;
  const closed = closedMs !== null && last?.closedBy !== "system" && last?.answered === true;
  const leftBefore = events.some((event) => event.kind === "left" && (closedMs === null || event.atMs < closedMs));
  const served = abandonment(timeline).outcome === "answered";
  const contained = deflected && closed && served && !leftBefore;
  const resolved = contained && episodes.length === 1 && answerRight !== false;
  return { deflected, contained, resolved: resolved && answerRight === null ? null : resolved };
};
