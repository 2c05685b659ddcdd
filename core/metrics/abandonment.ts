import type { Timeline } from "./timeline.ts";

/** How one contact's wait ended. */
export interface Abandonment {
  /**
   * `answered`: a reply came before the customer left; a person's, where one was asked for. `abandoned`: the customer
   * left first, or the contact was closed over them. `waiting`: neither by the end of the watch. `no-question`: the
   * customer never wrote and was never handed over.
   */
  readonly outcome: "answered" | "abandoned" | "waiting" | "no-question";
  /** A person was asked for: the contact stood in the queue. */
  readonly queued: boolean;
  /** Milliseconds from the hand-off when queued, else from the question, to the answer, the leaving, or the watch's end. */
  readonly waitedMs: number;
  /** How an abandoned contact ended. `closed`: without a reply, and without a word of the customer. */
  readonly how: "said" | "silent" | "closed" | null;
}

/**
 * Whether the customer was served or gave up, at their first wait for a person, or for anyone when none was asked for.
 * Someone who leaves without a word is abandoned as much as one who says so, and a reply into an empty room answers
 * nobody. With `silentAfterMs`, who has waited for that long counts as gone in silence at that moment: the desk is never
 * told of them.
 */
export const abandonment = (timeline: Timeline, silentAfterMs: number | null = null): Abandonment => {
  let queued = false;
  let fromMs: number | null = null;
  /** The assistant's answer stands until the customer asks again or is handed over. */
  let answeredMs: number | null = null;
  const ended = (outcome: Abandonment["outcome"], atMs: number, how: Abandonment["how"] = null): Abandonment => ({
    outcome,
    queued,
    waitedMs: atMs - (fromMs ?? atMs),
    how,
  });
  const isGone = (atMs: number): boolean =>
    silentAfterMs !== null && fromMs !== null && answeredMs === null && atMs - fromMs >= silentAfterMs;
  const gone = (): Abandonment => ended("abandoned", (fromMs ?? 0) + (silentAfterMs ?? 0), "silent");

  for (const event of timeline.events) {
    const { kind, atMs } = event;
    if (isGone(atMs)) return gone();
    if (kind === "handed-off" && !queued) {
      queued = true;
      fromMs = atMs;
      answeredMs = null;
    } else if (kind === "message") {
      if (event.author === "customer" && !queued && (fromMs === null || answeredMs !== null)) {
        fromMs = atMs;
        answeredMs = null;
      }
      if (fromMs !== null && event.author === "agent") return ended("answered", atMs);
      if (fromMs !== null && event.author === "assistant" && !queued) answeredMs ??= atMs;
    } else if (fromMs !== null && answeredMs === null) {
      if (kind === "left") return ended("abandoned", atMs, event.silent ? "silent" : "said");
      if (kind === "resolved") return ended("abandoned", atMs, event.by === "customer" ? "said" : "closed");
    }
  }
  if (answeredMs !== null) return ended("answered", answeredMs);
  if (fromMs === null) return ended("no-question", 0);
  return isGone(timeline.observedUntilMs) ? gone() : ended("waiting", timeline.observedUntilMs);
};
