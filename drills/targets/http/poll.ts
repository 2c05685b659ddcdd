import type { Fault } from "../../../core/contract/target.ts";
import type { RepliesMapping } from "../../../core/schema/http-mapping.ts";
import type { Cursor } from "./cursor.ts";
import type { Dialogue } from "./dialogue.ts";
import type { Follower } from "./follower.ts";
import type { MessageReader } from "./message-reader.ts";
import { readPointer } from "./pointer.ts";
import type { Value } from "./template.ts";

/** Pages that one look may turn: a desk that always has one more is not followed for ever. */
export const MOST_PAGES = 20;

export interface PollRound {
  /** Null when every page could be read. */
  readonly fault: Fault | null;
  /** How many new messages came. */
  readonly news: number;
}

/** One look for news: pages until there is none more. */
export async function pollRound(
  mapping: RepliesMapping,
  world: {
    contactId: string;
    /** As the desk wrote it. */
    contact: Value;
    dialogue: Dialogue;
    reader: MessageReader;
    cursor: Cursor;
    follower: Follower;
    /** Whether it is no wonder that this one comes again. */
    expected: (id: string) => boolean;
    stopped: () => boolean;
  },
): Promise<PollRound> {
  const { contactId, contact, dialogue, reader, cursor, follower, expected, stopped } = world;
  let news = 0;
  for (let page = 0; page < MOST_PAGES; page++) {
    const at = cursor.text();
    const { waitMs } = mapping;
    const answer = await dialogue.call(
      "replies",
      { request: mapping.request },
      {
        values: { contact, ...(at === undefined ? {} : { cursor: at }), ...(waitMs === undefined ? {} : { waitMs }) },
        urgency: "look",
        holdMs: waitMs ?? 0,
        wantsJson: true,
        gone: stopped,
      },
    );
    if (!answer.ok) return { fault: answer.fault, news };
    const { document, status } = answer.value;
    const taken = reader.take(readPointer(document, mapping.items), contactId);
    if (taken === null) return { fault: { where: "replies", status, code: "missing-value" }, news };
    news += taken.messages.length;
    follower.pass(taken.messages);
    const moved = cursor.move({ document, last: taken.last, items: taken.items, count: reader.count() });
    const onlyOld = taken.items > 1 && taken.known.length === taken.items;
    if (mapping.cursor !== undefined) {
      const stuck = !moved && (onlyOld || cursor.more(document));
      if (stuck) follower.note("cursor-stuck", status);
      // Without numbers, the newest may come with each page: many cursors mean "from this one on".
      const numbered = mapping.each.seq !== undefined;
      for (const { id, seq, newest } of stuck ? [] : taken.known)
        if (!expected(id) && (numbered || !newest)) follower.repeated(seq);
    }
    if (reader.full()) return { fault: null, news };
    if (!cursor.more(document) || !moved || taken.items === 0) return { fault: null, news };
  }
  follower.note("cursor-stuck");
  return { fault: null, news };
}
