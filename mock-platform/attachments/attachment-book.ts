import { attachmentSchema, type Attachment } from "../../core/schema/message-wire.ts";
import type { EventDraft } from "../event-log/event-store.ts";
import type { Act, Projection } from "../event-log/ledger.ts";
import { commitText } from "../event-log/text-commitment.ts";

/**
 * attachment.received: the log holds a commitment and the type. Digest and size are in custody: in the open, two
 * sessions that sent the same file would be known for one person's.
 */
export const receivedAct = (at: number, sessionId: string, attachment: Attachment): Act => {
  const { textSha256: commitment, salt } = commitText(attachment.sha256);
  return {
    at,
    kind: "attachment.received",
    subject: sessionId,
    body: { commitment, type: attachment.type },
    custody: { ...attachment, salt },
  };
};

/** Which session has put which files: folded from the log. */
export class AttachmentBook implements Projection {
  readonly #bySession = new Map<string, Map<string, Attachment>>();

  /** Null also for a file that only another session has put. */
  find(sessionId: string, sha256: string): Attachment | null {
    return this.#bySession.get(sessionId)?.get(sha256) ?? null;
  }

  count(sessionId: string): number {
    return this.#bySession.get(sessionId)?.size ?? 0;
  }

  apply({ kind, subject, custody }: EventDraft): void {
    if (kind !== "attachment.received") return;
    const { salt: _, ...rest } = custody ?? {};
    const attachment = attachmentSchema.safeParse(rest).data;
    if (attachment === undefined) return;
    const held = this.#bySession.get(subject) ?? new Map<string, Attachment>();
    this.#bySession.set(subject, held.set(attachment.sha256, attachment));
  }
}
