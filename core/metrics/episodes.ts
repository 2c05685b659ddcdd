import type { Timeline } from "./timeline.ts";

/** One stretch of a contact from opening or reopening to its next closing. */
export interface Episode {
  readonly fromMs: number;
  /** Null while it is open. */
  readonly closedMs: number | null;
  readonly closedBy: "assistant" | "agent" | "customer" | "system" | null;
  /** An assistant or an agent had said something to the customer, in this episode or before. */
  readonly answered: boolean;
}

/**
 * The episodes of a contact. A customer's message on a closed contact reopens it, also where the desk says nothing of
 * it: what counts is that the customer was not done. Closing twice, or reopening what is open, changes nothing.
 */
export const episodesOf = ({ events }: Timeline): readonly Episode[] => {
  const episodes: Episode[] = [];
  let fromMs: number | null = null;
  let answered = false;
  for (const event of events) {
    const { kind, atMs } = event;
    if (kind === "opened") fromMs ??= atMs;
    if (kind === "reopened" || (kind === "message" && event.author === "customer")) fromMs ??= atMs;
    if (kind === "message" && (event.author === "assistant" || event.author === "agent")) answered = true;
    if (kind === "resolved" && fromMs !== null) {
      episodes.push({ fromMs, closedMs: atMs, closedBy: event.by, answered });
      fromMs = null;
    }
  }
  if (fromMs !== null) episodes.push({ fromMs, closedMs: null, closedBy: null, answered });
  return episodes;
};
