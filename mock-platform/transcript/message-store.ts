import { z } from "zod";
import { changeReasonSchema, messageSchema, type ChangeReason, type Message } from "../../core/schema/message-wire.ts";
import { messageOf } from "../desk/acts.ts";
import type { Contact } from "../desk/contact.ts";
import { changeOf } from "../desk/message-change.ts";
import type { EventDraft } from "../event-log/event-store.ts";
import type { Projection } from "../event-log/ledger.ts";
import { isPersonalContact, isPersonalWord } from "./public-words.ts";
import type { RecordFile } from "./record-file.ts";

const spokenSchema = z.strictObject({
  record: z.literal("spoken"),
  event: z.string(),
  /** From here on the contact is about a person, and nobody else's business. */
  personal: z.boolean(),
  message: messageSchema,
});
const changedSchema = z.strictObject({
  record: z.literal("changed"),
  messageId: z.string(),
  kind: z.enum(["edited", "moderated"]),
  at: z.number(),
  text: z.string(),
  revision: z.number(),
  reason: changeReasonSchema,
});
const deliveredSchema = z.strictObject({
  record: z.literal("delivered"),
  messageId: z.string(),
  pop: z.string(),
  at: z.number(),
});
const recordSchema = z.discriminatedUnion("record", [spokenSchema, changedSchema, deliveredSchema]);
type StoreRecord = z.infer<typeof recordSchema>;

export interface Wording {
  readonly text: string;
  readonly revision: number;
  readonly at: number;
  /** Null for the first. */
  readonly reason: ChangeReason | null;
}

/** One message as the desk said it and the PoPs delivered it. */
export interface Spoken {
  /** As it was first sent. */
  readonly message: Message;
  readonly personal: boolean;
  readonly wordings: Wording[];
  moderated: { readonly at: number; readonly revision: number; readonly reason: ChangeReason } | null;
  delivered: { readonly pop: string; readonly at: number } | null;
}

/**
 * The desk's own store of what was said, with a file of its own. It hears each act of the desk as it takes place and
 * each delivery of the PoPs, and never reads the event log: a transcript made of it can be held against the log. One
 * exception: what a crash has cut off its end is taken from the log's replay, and nothing before that.
 */
export class MessageStore implements Projection {
  readonly #file: RecordFile;
  readonly #contactOf: (contactId: string) => Contact | null;
  readonly #byEvent = new Map<string, Spoken[]>();
  readonly #byId = new Map<string, Spoken>();
  readonly #personal = new Set<string>();
  /** Epoch milliseconds of the last record that the file had. */
  #keptUntil = 0;
  #live = false;

  constructor(file: RecordFile, contactOf: (contactId: string) => Contact | null) {
    this.#file = file;
    this.#contactOf = contactOf;
    for (const kept of file.kept) {
      const record = recordSchema.safeParse(kept).data;
      if (record === undefined) continue;
      this.#keep(record);
      this.#keptUntil = Math.max(this.#keptUntil, record.record === "spoken" ? record.message.at : record.at);
    }
  }

  /** From now on events are news and not a replay. */
  goLive(): void {
    this.#live = true;
  }

  apply(event: EventDraft): void {
    if (!this.#live && event.at < this.#keptUntil) return;
    const change = changeOf(event);
    if (change !== null) {
      const { messageId, kind, at, text, revision, reason } = change;
      this.#add({ record: "changed", messageId, kind, at, text, revision, reason });
    }
    if (event.kind !== "message.sent") return;
    const { message } = messageOf(event);
    const contact = this.#contactOf(message.contactId);
    if (contact === null) return;
    if (isPersonalContact(contact) || (message.author === "customer" && isPersonalWord(message.text)))
      this.#personal.add(contact.contactId);
    const personal = this.#personal.has(contact.contactId);
    this.#add({ record: "spoken", event: contact.event, personal, message });
  }

  /** A PoP handed these items to their customer; the first time counts. Items of changes are no lines of their own. */
  delivered(pop: string, items: readonly Message[], at: number): void {
    for (const { id } of items)
      if (this.#byId.get(id)?.delivered === null) this.#add({ record: "delivered", messageId: id, pop, at });
  }

  /** What was said in an event, in the order in which the desk heard it. */
  ofEvent(event: string): readonly Spoken[] {
    return this.#byEvent.get(event) ?? [];
  }

  *all(): Generator<Spoken> {
    for (const spoken of this.#byEvent.values()) yield* spoken;
  }

  #add(record: StoreRecord): void {
    if (this.#keep(record)) this.#file.append(record);
  }

  /** False when it was known. */
  #keep(record: StoreRecord): boolean {
    if (record.record === "spoken") return this.#speak(record);
    const spoken = this.#byId.get(record.messageId);
    if (spoken === undefined) return false;
    if (record.record === "delivered") {
      if (spoken.delivered !== null) return false;
      spoken.delivered = { pop: record.pop, at: record.at };
      return true;
    }
    const { kind, at, text, revision, reason } = record;
    const last = spoken.moderated?.revision ?? spoken.wordings.at(-1)?.revision ?? 1;
    if (revision <= last) return false;
    if (kind === "moderated") spoken.moderated = { at, revision, reason };
    else spoken.wordings.push({ text, revision, at, reason });
    return true;
  }

  #speak({ event, personal, message }: z.infer<typeof spokenSchema>): boolean {
    if (this.#byId.has(message.id)) return false;
    if (personal) this.#personal.add(message.contactId);
    const wordings = [{ text: message.text, revision: 1, at: message.at, reason: null }];
    const spoken: Spoken = { message, personal, wordings, moderated: null, delivered: null };
    this.#byId.set(message.id, spoken);
    const said = this.#byEvent.get(event) ?? [];
    said.push(spoken);
    this.#byEvent.set(event, said);
    return true;
  }
}
