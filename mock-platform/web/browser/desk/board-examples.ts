import type { AgentBoard } from "../../../../core/schema/agent-board.ts";

/** A board for tests: contacts by their ids, one's own and those that wait. */
export const exampleBoard = (mine: readonly string[], waiting: readonly string[], revision = 1): AgentBoard => ({
  revision,
  presence: { agentId: "ann", state: "available", slots: 3, lanes: ["stream"], groups: [], since: 0, held: [...mine] },
  waiting: waiting.map((contactId) => ({
    ...{ contactId, clientContactId: contactId, waitingSince: 0, context: null, lastMessages: [] },
    lane: "stream",
  })),
  depth: waiting.length,
  held: mine.map((contactId) => ({
    ...{ contactId, clientContactId: contactId, event: "drop", group: null, agentId: "ann", openedAt: 0 },
    ...{ waitingSince: null, dueAt: null, reopens: 0, context: null, messages: [], notes: [] },
    ...{ lane: "stream", state: "claimed" },
  })),
});
