import { createHash } from "node:crypto";
import type { Clock } from "../../core/contract/ports.ts";
import type { Attachment } from "../../core/schema/message-wire.ts";
import type { Contact } from "../desk/contact.ts";
import type { Ledger } from "../event-log/ledger.ts";
import { Problem } from "../http/problems.ts";
import type { KeyedLock } from "../runtime/keyed-lock.ts";
import { type AttachmentBook, receivedAct } from "./attachment-book.ts";
import type { AttachmentFiles } from "./attachment-files.ts";
import { fileType } from "./file-type.ts";

export interface AttachmentParts {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly book: AttachmentBook;
  readonly files: AttachmentFiles;
  readonly lock: KeyedLock;
}

/** Most files that one session may put: a disk is not for strangers to fill. */
const MOST_PER_SESSION = 20;

/** Files that go with messages: put by digest first, then named by a message of the same session. */
export class Attachments {
  readonly #parts: AttachmentParts;

  constructor(parts: AttachmentParts) {
    this.#parts = parts;
  }

  /**
   * Keeps the bytes under their digest; putting them again changes nothing. Throws `attachment-empty`,
   * `attachment-digest`, `attachment-type` or `too-many-attachments`. `isNew` is false for a repeat.
   */
  put(sessionId: string, sha256: string, bytes: Uint8Array): Promise<{ attachment: Attachment; isNew: boolean }> {
    const { book, files, ledger, clock, lock } = this.#parts;
    return lock.run(`attachments:${sessionId}`, async () => {
      if (bytes.length === 0) throw new Problem("attachment-empty");
      if (createHash("sha256").update(bytes).digest("hex") !== sha256) throw new Problem("attachment-digest");
      const before = book.find(sessionId, sha256);
      if (before !== null) return { attachment: before, isNew: false };
      const type = fileType(bytes);
      if (type === null) throw new Problem("attachment-type");
      if (book.count(sessionId) >= MOST_PER_SESSION) throw new Problem("too-many-attachments");
      const attachment = { sha256, type, bytes: bytes.length };
      await files.put(sha256, bytes);
      await ledger.commit([receivedAct(clock.now(), sessionId, attachment)]);
      return { attachment, isNew: true };
    });
  }

  /** The files of these digests, each once. Throws `attachment-unknown` for one that this session has not put. */
  named(sessionId: string, digests: readonly string[]): Attachment[] {
    return [...new Set(digests)].map((sha256) => {
      const attachment = this.#parts.book.find(sessionId, sha256);
      if (attachment === null) throw new Problem("attachment-unknown");
      return attachment;
    });
  }

  /** A file of a contact with its bytes. Throws `not-found` when no message of the contact shows it. */
  async ofContact({ kept }: Contact, sha256: string): Promise<{ attachment: Attachment; bytes: Uint8Array }> {
    const attachment = kept.flatMap(({ message }) => message.attachments ?? []).find((one) => one.sha256 === sha256);
    const bytes = attachment === undefined ? null : await this.#parts.files.get(sha256);
    if (attachment === undefined || bytes === null) throw new Problem("not-found");
    return { attachment, bytes };
  }
}
