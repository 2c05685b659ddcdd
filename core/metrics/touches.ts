import type { Timeline } from "./timeline.ts";
import { resolution } from "./resolution.ts";

/** How many hands and words a contact took. */
export interface Touches {
  readonly agentReplies: number;
  readonly assistantReplies: number;
  readonly transfers: number;
  readonly notes: number;
  /** Different agents that claimed it; those without a name count as one. */
  readonly agents: number;
  /** Solved with exactly one public reply of an agent (dbt_zendesk, is_one_touch_resolution). */
  readonly oneTouch: boolean;
}

/** Replies, notes and hands of one contact. A note is no reply; dbt_zendesk counted them as such once (its issue #32). */
export const touches = (timeline: Timeline): Touches => {
  const { events } = timeline;
  const count = (author: "agent" | "assistant"): number =>
    events.filter((event) => event.kind === "message" && event.author === author).length;
  const agentReplies = count("agent");
  const claims = events.flatMap((event) => (event.kind === "claimed" ? [event.agentId] : []));
  return {
    agentReplies,
    assistantReplies: count("assistant"),
    transfers: events.filter(({ kind }) => kind === "transferred").length,
    notes: events.filter(({ kind }) => kind === "note").length,
    agents: new Set(claims).size,
    oneTouch: agentReplies === 1 && resolution(timeline).finalMs !== null,
  };
};
