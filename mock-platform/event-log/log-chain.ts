import { hash } from "node:crypto";
import canonicalize from "canonicalize";
import { type ChainTools, linked } from "../../core/trust/hash-chain.ts";
import { plainCanonical } from "../../core/trust/plain-canonical.ts";
import type { LogEntry } from "../../core/schema/wire.ts";
import type { EventDraft } from "./event-store.ts";

export const chainTools: ChainTools = {
  canonical: (value) => plainCanonical(value) ?? canonicalize(value) ?? "",
  sha256Hex: (text) => hash("sha256", text),
};

/** The log entries of `drafts` behind the entry whose hash is `prev`. */
export const entriesOf = (drafts: readonly EventDraft[], firstIndex: number, prev: string): LogEntry[] => {
  let head = prev;
  return drafts.map(({ at, kind, subject, body }, place) => {
    const entry = linked({ index: firstIndex + place, at, kind, subject, body }, head, chainTools);
    head = entry.hash;
    return entry;
  });
};
