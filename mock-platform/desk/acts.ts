import type { Lane } from "../../core/contract/ids.ts";
import type { Decision, Message } from "../../core/schema/wire.ts";
import { commitText } from "../event-log/text-commitment.ts";
import type { EventDraft } from "../event-log/event-store.ts";
import type { Act } from "../event-log/ledger.ts";

export interface Opening {
  readonly contactId: string;
  readonly clientContactId: string;
  readonly consentId: string;
  readonly sessionId: string;
  readonly event: string;
  readonly lane: Lane;
  readonly decision: Decision;
  readonly orderId: string | null;
  readonly hasContext: boolean;
  readonly requestDigest: string;
}

/** contact.opened: the body for everyone who reads the log, the order and the request's digest in custody. */
export const openedAct = (at: number, opening: Opening): Act => {
  const { contactId, decision, orderId, requestDigest, ...body } = opening;
  return {
    at,
    kind: "contact.opened",
    subject: contactId,
    body: {
      ...body,
      decisionId: decision.decisionId,
      route: decision.route,
      intent: decision.intent,
      score: decision.score,
      reason: decision.reason,
    },
    custody: { orderId, requestDigest },
  };
};

/** message.sent: the log holds a commitment, the text and its salt are in custody. */
export const messageAct = (message: Message): Act => {
  const { textSha256, salt } = commitText(message.text);
  const { island } = message;
  return {
    at: message.at,
    kind: "message.sent",
    subject: message.contactId,
    body: {
      messageId: message.id,
      seq: message.seq,
      author: message.author,
      textSha256,
      clientMessageId: message.clientMessageId ?? null,
      islandEvent: island?.event ?? null,
      islandVersion: island?.version ?? null,
      islandKeyId: island?.keyId ?? null,
    },
    custody: { text: message.text, salt },
  };
};

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const AUTHORS = ["customer", "assistant", "agent", "system"] as const;

/** The message of a message.sent event, with its commitment. */
export const messageOf = (event: EventDraft): { message: Message; textSha256: string } => {
  const { body, custody } = event;
  const clientMessageId = body["clientMessageId"];
  const version = body["islandVersion"];
  const message: Message = {
    id: textOf(body["messageId"]),
    seq: Number(body["seq"]),
    contactId: event.subject,
    author: AUTHORS.find((author) => author === body["author"]) ?? "system",
    text: textOf(custody?.["text"]),
    at: event.at,
    ...(typeof clientMessageId === "string" ? { clientMessageId } : {}),
    ...(typeof version === "number"
      ? { island: { event: textOf(body["islandEvent"]), version, keyId: textOf(body["islandKeyId"]) } }
      : {}),
  };
  return { message, textSha256: textOf(body["textSha256"]) };
};

/** Kinds without more to say than that they took place, and by whom or why. */
export const plainAct = (
  at: number,
  kind:
    | "contact.handed-off"
    | "contact.claimed"
    | "contact.resolved"
    | "contact.reopened"
    | "contact.left"
    | "signal.given",
  contactId: string,
  body: EventDraft["body"] = {},
): Act => ({ at, kind, subject: contactId, body });
