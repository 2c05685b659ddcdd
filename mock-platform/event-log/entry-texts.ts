import { chainTools, entriesOf } from "./log-chain.ts";
import type { DraftText } from "./draft-text.ts";

export interface EntryText {
  readonly index: number;
  /** JSON of the whole entry, its hash included. */
  readonly text: string;
  readonly hash: string;
}

/** The log entries of `drafts`, as text, behind the entry whose hash is `prev`; the same entries that `entriesOf` makes. */
export function entryTexts(drafts: readonly DraftText[], firstIndex: number, prev: string): EntryText[] {
  let head = prev;
  return drafts.map(({ event, gaps }, place) => {
    const index = firstIndex + place;
    const entry = gaps === null ? parsed(event, index, head) : filled(event, gaps, index, head);
    head = entry.hash;
    return entry;
  });
}

function filled(event: string, [indexAt, prevAt]: readonly [number, number], index: number, prev: string): EntryText {
  const canonical = `${event.slice(0, indexAt)}${index}${event.slice(indexAt, prevAt)}${prev}${event.slice(prevAt)}`;
  const hash = chainTools.sha256Hex(canonical);
  return { index, hash, text: `${canonical.slice(0, -1)},"hash":"${hash}"}` };
}

function parsed(event: string, index: number, prev: string): EntryText {
  const [entry] = entriesOf([JSON.parse(event)], index, prev);
  if (entry === undefined) throw new Error("a draft made no entry");
  return { index, hash: entry.hash, text: JSON.stringify(entry) };
}
