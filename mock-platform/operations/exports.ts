import type { Delivery } from "../../core/schema/transcript-wire.ts";
import type { ConsentRecord, DeskContact, ExportedMessage, LogEntry } from "../../core/schema/wire.ts";
import { consentRecord } from "../consent/consent-book.ts";
import { deskRecord } from "../desk/contact.ts";
import type { Services } from "../services.ts";

const LOG_CHUNK = 1000;

/** The desk's record of each contact, oldest first, as it stands while the line is made. */
export function* exportContacts({ book }: Services): Generator<DeskContact> {
  for (const contact of book.all()) yield deskRecord(contact);
}

/** Every message that the desk keeps, by contact and `seq`, with the commitment in place of the text. */
export function* exportMessages({ book }: Services): Generator<ExportedMessage> {
  for (const contact of book.all()) {
    for (const { message, textSha256, fileCommitments } of contact.kept) {
      const { text: _, attachments = [], ...rest } = message;
      const files = attachments.map(({ type }, place) => ({ commitment: fileCommitments[place] ?? "", type }));
      yield { ...rest, textSha256, ...(files.length === 0 ? {} : { attachments: files }) };
    }
  }
}

/** The first delivery of each message that had one. */
export function* exportDeliveries({ messageStore }: Services): Generator<Delivery> {
  for (const { message, delivered } of messageStore.all())
    if (delivered !== null) yield { messageId: message.id, contactId: message.contactId, ...delivered };
}

/** Every consent that the log knows of. */
export function* exportConsents({ consents, clock }: Services): Generator<ConsentRecord> {
  for (const consent of consents.all()) if (consent.logIndex !== null) yield consentRecord(consent, clock.now());
}

/** The event log from its start to its size at the beginning of the export. */
export async function* exportLog({ store }: Services): AsyncGenerator<LogEntry> {
  const size = store.size();
  for (let from = 0; from < size; from += LOG_CHUNK) {
    for (const { entry } of await store.read(from, Math.min(LOG_CHUNK, size - from))) yield entry;
  }
}
