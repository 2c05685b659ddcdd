import type { CursorMapping } from "../../../core/schema/http-request-mapping.ts";
import { readPointer, wordOf } from "./pointer.ts";
import type { Value } from "./template.ts";

/** Where the next page begins. */
export interface Cursor {
  /** Undefined where pages have no cursor. */
  text(): string | undefined;
  /** Takes a page in; false when it had items and the cursor stands where it stood. */
  move(page: { document: Value | undefined; last: Value | undefined; items: number; count: number }): boolean;
  /** Whether the answer says that there is another page at once. */
  more(document: Value | undefined): boolean;
}

/** No cursor that a desk hands out is longer. */
const MOST_CHARS = 2000;

export function createCursor(mapping: CursorMapping | undefined, at?: string): Cursor {
  let cursor = at ?? mapping?.start;
  const nextOf = (document: Value | undefined, last: Value | undefined, count: number): string | null => {
    const from = mapping?.from;
    if (from?.count === true) return String(Number(mapping?.start ?? "0") + count);
    const text =
      from?.answer !== undefined
        ? wordOf(readPointer(document, from.answer))
        : wordOf(from?.last === undefined || last === undefined ? undefined : readPointer(last, from.last));
    return text !== null && text !== "" && text.length <= MOST_CHARS ? text : null;
  };
  return {
    text: () => cursor,
    move: ({ document, last, items, count }) => {
      if (mapping === undefined) return true;
      const next = nextOf(document, last, count);
      const moved = next !== null && next !== cursor;
      if (moved) cursor = next;
      return moved || items === 0;
    },
    more: (document) => {
      if (mapping?.more === undefined) return false;
      const told = readPointer(document, mapping.more);
      return told === true || (typeof told === "string" && told !== "" && told !== "false");
    },
  };
}
