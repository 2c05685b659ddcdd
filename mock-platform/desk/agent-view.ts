import type { AgentContact } from "../../core/schema/agent-wire.ts";
import { type Contact, messagesOf } from "./contact.ts";
import { targetWallMs } from "./service-levels.ts";

/** All that an agent may see of a contact; the caller has made sure that it may be served. */
export const agentView = (contact: Contact, timeFactor: number): AgentContact => {
  const { state, lane, waitingSince } = contact;
  const since = state === "waiting" ? waitingSince : null;
  return {
    contactId: contact.contactId,
    clientContactId: contact.clientContactId,
    event: contact.event,
    lane,
    group: contact.group,
    state,
    agentId: contact.agentId,
    openedAt: contact.openedAt,
    waitingSince: since,
    dueAt: since === null ? null : since + targetWallMs(lane, "humanReplySec", timeFactor),
    reopens: contact.reopens,
    context: contact.context,
    messages: messagesOf(contact),
    notes: [...contact.notes],
  };
};
