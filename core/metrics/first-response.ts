import { firstReplies } from "./first-replies.ts";
import type { Timeline } from "./timeline.ts";

/** Milliseconds from the customer's first message; null: never. */
export interface FirstResponse {
  /** To the first reply of an assistant or an agent. */
  readonly anyMs: number | null;
  /** To the first reply of a person. Never an assistant's, whatever the system counts it as. */
  readonly humanMs: number | null;
  /** How long the customer's first message was watched; at least this long nothing came where a time is null. */
  readonly observedMs: number;
}

/**
 * First response time, any and human, always both. The clock starts at the customer's first message, not at the
 * opening (Plain); a system notice stops nothing; only a person stops the human one (Intercom's time_to_admin_reply;
 * Zendesk lets a bot's comment count, which hides an empty desk). What an agent said before the customer's first
 * message answers nothing. Null when the customer never wrote: there was nothing to reply to.
 *
 * The human time includes every minute for which a customer was content with the assistant: for the wait of those who
 * asked for a person see `human-waits.ts`.
 */
export const firstResponse = ({ events, observedUntilMs }: Timeline): FirstResponse | null => {
  const messages = events.filter((event) => event.kind === "message");
  const asked = messages.find(({ author }) => author === "customer");
  if (asked === undefined) return null;
  const { any, human } = firstReplies(messages);
  const since = (atMs: number | undefined): number | null => (atMs === undefined ? null : atMs - asked.atMs);
  return { anyMs: since(any?.atMs), humanMs: since(human?.atMs), observedMs: observedUntilMs - asked.atMs };
};
