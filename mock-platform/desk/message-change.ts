import { CHANGE_REASONS, type ChangeReason, type Message } from "../../core/schema/message-wire.ts";
import type { EventDraft } from "../event-log/event-store.ts";
import type { Act } from "../event-log/ledger.ts";
import { commitText } from "../event-log/text-commitment.ts";
import type { KeptMessage } from "./contact.ts";

/** What stands where a moderated text stood, in every place that shows the message. */
export const MODERATED_TEXT = "This message was taken away by the support team.";

export interface ChangeDraft {
  readonly kind: "edited" | "moderated";
  readonly message: Message;
  readonly itemId: string;
  /** `seq` of the item that tells of the change. */
  readonly itemSeq: number;
  readonly text: string;
  readonly reason: ChangeReason;
  readonly agentId: string;
  readonly at: number;
}

/** message.edited or message.moderated: a new commitment, the new wording in custody. */
export const changeAct = (draft: ChangeDraft): Act => {
  const { textSha256, salt } = commitText(draft.text);
  const { message, itemId, itemSeq, reason, agentId } = draft;
  return {
    at: draft.at,
    kind: draft.kind === "edited" ? "message.edited" : "message.moderated",
    subject: message.contactId,
    body: {
      messageId: message.id,
      seq: message.seq,
      itemId,
      itemSeq,
      revision: (message.revision ?? 1) + 1,
      reason,
      agentId,
      textSha256,
    },
    custody: { text: draft.text, salt },
  };
};

export interface MessageChanged {
  readonly messageId: string;
  readonly kind: "edited" | "moderated";
  readonly at: number;
  readonly text: string;
  readonly textSha256: string;
  readonly revision: number;
  readonly reason: ChangeReason;
  /** The item that tells of it. An edit is the agent's word; that something was taken away is the system's. */
  readonly item: Message;
}

/** The change of a message.edited or message.moderated event; null for any other kind. */
export const changeOf = (event: EventDraft): MessageChanged | null => {
  const { kind, body, custody, at, subject } = event;
  if (kind !== "message.edited" && kind !== "message.moderated") return null;
  const edited = kind === "message.edited";
  const reason = CHANGE_REASONS.find((one) => one === body["reason"]) ?? "correction";
  const change = {
    kind: edited ? ("edited" as const) : ("moderated" as const),
    messageId: String(body["messageId"]),
    revision: Number(body["revision"]),
    reason,
  };
  const text = typeof custody?.["text"] === "string" ? custody["text"] : MODERATED_TEXT;
  const item: Message = {
    id: String(body["itemId"]),
    seq: Number(body["itemSeq"]),
    contactId: subject,
    author: edited ? "agent" : "system",
    text,
    at,
    ...(edited ? { agentId: String(body["agentId"]) } : {}),
    change: { ...change, seq: Number(body["seq"]) },
  };
  return { ...change, at, text, textSha256: String(body["textSha256"]), item };
};

/** The message as it stands after the change. A moderated one keeps its place and loses its words and files. */
export const changedMessage = (message: Message, change: MessageChanged): Message => {
  const { attachments, ...rest } = message;
  const { text, revision, at } = change;
  return change.kind === "edited"
    ? { ...rest, ...(attachments === undefined ? {} : { attachments }), text, revision, editedAt: at }
    : { ...rest, text, revision, moderatedAt: at };
};

/** The change as the desk keeps it: an item of the conversation like any other. */
export const keptChange = ({ item, textSha256 }: MessageChanged): KeptMessage => ({
  message: item,
  textSha256,
  fileCommitments: [],
});
