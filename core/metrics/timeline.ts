/** Who wrote a message that the customer can read. `system` is a fixed notice and never a reply. */
export type Author = "customer" | "assistant" | "agent" | "system";

/**
 * One thing that happened to a contact. `atMs`: milliseconds of one clock, the same for the whole timeline; which one,
 * simulated or wall, is the caller's to say beside every figure.
 */
export type TimelineEvent = { readonly atMs: number } & (
  | { readonly kind: "opened" }
  | { readonly kind: "message"; readonly author: Author }
  /** A person was asked for: the contact stands in the queue from here on. */
  | { readonly kind: "handed-off" }
  | { readonly kind: "claimed"; readonly agentId: string | null }
  /** Given back to the queue. */
  | { readonly kind: "released" }
  | { readonly kind: "transferred" }
  /** Internal: the customer never sees it, so it is never a reply. */
  | { readonly kind: "note" }
  /** `system`: closed by a rule, such as long silence; nobody solved anything. */
  | { readonly kind: "resolved"; readonly by: "assistant" | "agent" | "customer" | "system" }
  | { readonly kind: "reopened" }
  /** The customer stopped waiting. `silent`: known from the customer's side only, the desk was not told. */
  | { readonly kind: "left"; readonly silent: boolean }
  | { readonly kind: "edited" }
  | { readonly kind: "moderated" }
);

/** A contact's whole story: one customer's matter from its first question on, reopens included. */
export interface Timeline {
  readonly contactId: string;
  /** In the order in which they happened; times never go back. The first is `opened`. */
  readonly events: readonly TimelineEvent[];
  /** End of the watch: what came later is not known. Not before the last event. */
  readonly observedUntilMs: number;
  /** Whether the customer got the right answer, by an actor that knows or the customer's own word; null: not known. */
  readonly answerRight: boolean | null;
}

/** What is wrong with a timeline, in a sentence; null when it can be measured. */
export const timelineFault = ({ events, observedUntilMs }: Timeline): string | null => {
  if (events[0]?.kind !== "opened") return "it does not begin with its opening";
  let before = Number.NEGATIVE_INFINITY;
  for (const { kind, atMs } of events) {
    if (!Number.isFinite(atMs)) return `${kind} has no time`;
    if (atMs < before) return `${kind} goes back in time by ${before - atMs} ms`;
    before = atMs;
  }
  return observedUntilMs >= before && Number.isFinite(observedUntilMs) ? null : "the watch ended before the last event";
};
