import type { Lane } from "../../core/contract/ids.ts";
import type { Decision, Message } from "../../core/schema/wire.ts";
import { attachmentSchema } from "../../core/schema/message-wire.ts";
import { commitText, digestText } from "../event-log/text-commitment.ts";
import type { EventDraft } from "../event-log/event-store.ts";
import type { Act } from "../event-log/ledger.ts";
import type { KeptMessage } from "./contact.ts";

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

/** message.sent: the log holds commitments, the text, the files' digests and the salt are in custody. */
export const messageAct = (message: Message): Act => {
  const { textSha256, salt } = commitText(message.text);
  const { island, attachments = [] } = message;
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
      agentId: message.agentId ?? null,
      attachments:
        attachments.length === 0 ? null : attachments.map(({ sha256 }) => digestText(salt, sha256)).join(" "),
      islandEvent: island?.event ?? null,
      islandVersion: island?.version ?? null,
      islandKeyId: island?.keyId ?? null,
    },
    custody: { text: message.text, salt, ...(attachments.length === 0 ? {} : { attachments }) },
  };
};

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const AUTHORS = ["customer", "assistant", "agent", "system"] as const;

/** The message of a message.sent event, with its commitments. */
export const messageOf = (event: EventDraft): KeptMessage => {
  const { body, custody } = event;
  const { clientMessageId, agentId, islandVersion: version } = body;
  const attachments = attachmentSchema.array().safeParse(custody?.["attachments"]).data ?? [];
  const message: Message = {
    id: textOf(body["messageId"]),
    seq: Number(body["seq"]),
    contactId: event.subject,
    author: AUTHORS.find((author) => author === body["author"]) ?? "system",
    text: textOf(custody?.["text"]),
    at: event.at,
    ...(typeof clientMessageId === "string" ? { clientMessageId } : {}),
    ...(typeof agentId === "string" ? { agentId } : {}),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(typeof version === "number"
      ? { island: { event: textOf(body["islandEvent"]), version, keyId: textOf(body["islandKeyId"]) } }
      : {}),
  };
  const fileCommitments = textOf(body["attachments"]).split(" ").filter(Boolean);
  return { message, textSha256: textOf(body["textSha256"]), fileCommitments };
};

/** Kinds without more to say than that they took place, and by whom or why. */
export const plainAct = (
  at: number,
  kind:
    | "contact.handed-off"
    | "contact.offered"
    | "contact.claimed"
    | "contact.released"
    | "contact.transferred"
    | "contact.resolved"
    | "contact.reopened"
    | "contact.left"
    | "signal.given",
  contactId: string,
  body: EventDraft["body"] = {},
): Act => ({ at, kind, subject: contactId, body });
