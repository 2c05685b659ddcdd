import type { Clock } from "../../core/contract/ports.ts";
import { simMs, toWall } from "../../core/contract/time.ts";
import type { TranscriptPage } from "../../core/schema/transcript-wire.ts";
import type { ConsentBook } from "../consent/consent-book.ts";
import type { ContactBook } from "../desk/contact-book.ts";
import { Problem } from "../http/problems.ts";
import type { MessageStore, Spoken } from "./message-store.ts";
import { publicLine } from "./public-line.ts";
import type { TranscriptCursors, TranscriptPlace } from "./transcript-cursor.ts";

export interface TranscriptParts {
  readonly clock: Clock;
  readonly timeFactor: number;
  readonly event: string;
  readonly store: MessageStore;
  readonly book: ContactBook;
  readonly consents: ConsentBook;
  readonly cursors: TranscriptCursors;
}

export interface TranscriptQuery {
  readonly asOf?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** The public record of an event: made of the desk's message store and the PoPs' deliveries, never of the log. */
export class Transcript {
  readonly #parts: TranscriptParts;
  readonly #grainMs: number;

  constructor(parts: TranscriptParts) {
    this.#parts = parts;
    this.#grainMs = toWall(simMs(60_000), parts.timeFactor);
  }

  /** Throws `not-found` for another event, `as-of-in-future`, `bad-cursor`. */
  page(event: string, query: TranscriptQuery): TranscriptPage {
    if (event !== this.#parts.event) throw new Problem("not-found");
    const { asOf, position } = this.#place(event, query);
    const all = this.#parts.store.ofEvent(event);
    const lines: TranscriptPage["lines"] = [];
    let at = position;
    for (; at < all.length && lines.length < query.limit; at += 1) {
      const spoken = all[at];
      if (spoken !== undefined && spoken.message.at <= asOf) lines.push(this.#line(spoken, asOf));
    }
    const more = all.slice(at).some(({ message }) => message.at <= asOf);
    return { event, asOf, lines, next: more ? this.#parts.cursors.seal({ event, asOf, position: at }) : null };
  }

  #place(event: string, { asOf, cursor }: TranscriptQuery): TranscriptPlace {
    const { clock, cursors } = this.#parts;
    const now = clock.now();
    if (asOf !== undefined && asOf > now) throw new Problem("as-of-in-future");
    // On the same grid as the times that are shown, or asking for many an asOf would find out the exact ones.
    const cut = asOf === undefined ? now : Math.floor(asOf / this.#grainMs) * this.#grainMs;
    if (cursor === undefined) return { event, asOf: cut, position: 0 };
    const place = cursors.open(cursor);
    const sameAsOf = asOf === undefined || place.asOf === asOf || place.asOf === cut;
    if (place.event !== event || !sameAsOf) throw new Problem("bad-cursor");
    return place;
  }

  #line(spoken: Spoken, asOf: number): TranscriptPage["lines"][number] {
    const { book, consents, cursors } = this.#parts;
    const contact = book.find(spoken.message.contactId);
    if (contact === null) throw new Problem("internal");
    const consent = consents.find(contact.consentId);
    return publicLine(spoken, {
      ...{ asOf, contact, grainMs: this.#grainMs, thread: cursors.thread(contact.contactId) },
      purposes: consent?.purposes ?? [],
      isWithdrawn: consent?.withdrawn === true,
    });
  }
}
