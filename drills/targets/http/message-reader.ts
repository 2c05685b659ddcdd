import type { HttpFindingCode } from "../../../core/contract/http-findings.ts";
import type { Clock } from "../../../core/contract/ports.ts";
import type { ShownMessage } from "../../../core/contract/target.ts";
import type { HttpMapping } from "../../../core/schema/http-mapping.ts";
import type { Message } from "../../../core/schema/wire.ts";
import type { Mask } from "./mask.ts";
import { idText, readPointer, wordOf } from "./pointer.ts";
import { readStamp } from "./stamp.ts";
import type { Value } from "./template.ts";

export const MOST_PAGE_ITEMS = 500;
export const MOST_MESSAGES = 1000;
export const MOST_CHARS = 5_000_000;
const MOST_TEXT_CHARS = 64 * 1024;
/** A desk's clock may be this far ahead, beside the coarseness of its stamps, before it is a finding. */
const FUTURE_MS = 5000;

export interface Taken {
  /** New ones, in the order in which they came. */
  readonly messages: readonly ShownMessage[];
  /** Those that had come before, with the number that they have now; `newest` is what had come last of all. */
  readonly known: readonly { readonly id: string; readonly seq: number; readonly newest: boolean }[];
  /** How many items the page had. */
  readonly items: number;
  readonly last: Value | undefined;
}

/** What a customer's desk says of one contact, item by item; remembers what came, so that nothing comes twice. */
export interface MessageReader {
  take(items: Value | undefined, contactId: string): Taken | null;
  /** Whether so much came that nothing more is read. */
  full(): boolean;
  /** How many different items were read. */
  count(): number;
}

const AUTHOR_OF = { customer: "customer", human: "agent", bot: "assistant", system: "system" } as const;

const authorOf = (
  word: string | null,
  authors: HttpMapping["customer"]["replies"]["authors"],
): Message["author"] | null => {
  for (const kind of ["customer", "human", "bot", "system"] as const)
    if (word !== null && authors[kind].includes(word)) return AUTHOR_OF[kind];
  return null;
};

/** A whole number, also one that is written as text. */
const whole = (value: Value | undefined): number | null => {
  const number = typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : null;
};

/**
 * @param world note tells a finding; whoever gets it tells each code once
 */
export function createMessageReader(
  mapping: HttpMapping,
  world: {
    clock: Clock;
    mask: Mask;
    note: (code: HttpFindingCode) => void;
    /** Ids that were seen before, in their order; numbers go on behind them. */
    before?: readonly string[];
  },
): MessageReader {
  const { each, authors, at, order } = mapping.customer.replies;
  const { clock, mask, note } = world;
  const aheadMs = FUTURE_MS + (mapping.clock?.serverStampsMs ?? 1);
  const seen = new Set<string>(world.before ?? []);
  let kindOfIds: string | null = null;
  let chars = 0;
  let seq = seen.size;
  let lastId = world.before?.at(-1) ?? null;

  const idOf = (value: Value | undefined): string | null => {
    const text = idText(value);
    if (text === null) {
      note("bad-id");
      return null;
    }
    if (kindOfIds !== null && kindOfIds !== typeof value) note("id-type-changed");
    kindOfIds ??= typeof value;
    if (!mask.inIds.holds(text)) return text;
    note("secret-echoed");
    return mask.inIds.clean(text);
  };
  /** Our own moment stands in for a stamp that is not there, and says so. */
  const stampOf = (item: Value): Pick<ShownMessage, "at" | "stampedAt"> => {
    const now = clock.now();
    if (each.at === undefined || at === undefined) return { at: now };
    const stamp = readStamp(readPointer(item, each.at), at.unit);
    if (stamp === null) note("bad-stamp");
    else if (stamp > now + aheadMs) note("stamp-in-future");
    return { at: stamp ?? now, stampedAt: stamp };
  };
  const islandOf = (item: Value): Message["island"] => {
    if (each.island === undefined) return undefined;
    const event = idText(readPointer(item, each.island.event));
    const version = whole(readPointer(item, each.island.version));
    const keyId = idText(readPointer(item, each.island.keyId));
    return event === null || version === null || keyId === null ? undefined : { event, version, keyId };
  };

  const messageOf = (item: Value, id: string, contactId: string): ShownMessage | null => {
    const text = wordOf(readPointer(item, each.text));
    if (text === null || text.length > MOST_TEXT_CHARS) {
      note("bad-message");
      return null;
    }
    const author = authorOf(wordOf(readPointer(item, each.author)), authors);
    if (author === null) {
      note("unknown-author");
      return null;
    }
    if (mask.holds(text)) note("secret-echoed");
    chars += text.length;
    const own = each.seq === undefined ? null : whole(readPointer(item, each.seq));
    seq = Math.max(seq + 1, own ?? 0);
    const of = each.contact === undefined ? contactId : (idText(readPointer(item, each.contact)) ?? contactId);
    const island = islandOf(item);
    const clientId = each.clientId === undefined ? null : idText(readPointer(item, each.clientId));
    return {
      ...{ id, seq: own ?? seq, contactId: of, author, text, ...stampOf(item) },
      ...(island === undefined ? {} : { island }),
      ...(clientId === null ? {} : { clientMessageId: clientId }),
    };
  };

  return {
    full: () => seen.size >= MOST_MESSAGES || chars >= MOST_CHARS,
    count: () => seen.size,
    take: (page, contactId) => {
      if (!Array.isArray(page)) return null;
      const listed = page as readonly Value[];
      const items = order === "newest-first" ? [...listed].reverse() : listed;
      if (items.length > MOST_PAGE_ITEMS) note("too-many-items");
      const messages: ShownMessage[] = [];
      const known: { id: string; seq: number; newest: boolean }[] = [];
      const newest = lastId;
      for (const item of items.slice(0, MOST_PAGE_ITEMS)) {
        if (seen.size >= MOST_MESSAGES || chars >= MOST_CHARS) {
          note("too-many-replies");
          break;
        }
        const id = idOf(readPointer(item, each.id));
        if (id === null) continue;
        if (seen.has(id)) {
          const own = each.seq === undefined ? null : whole(readPointer(item, each.seq));
          known.push({ id, seq: own ?? seq, newest: id === newest });
        } else {
          seen.add(id);
          lastId = id;
          const message = messageOf(item, id, contactId);
          if (message !== null) messages.push(message);
        }
      }
      return { messages, known, items: items.length, last: items.at(-1) };
    },
  };
}
