import type { RepliesMapping } from "../../../core/schema/http-mapping.ts";
import type { StampUnit } from "../../../core/schema/http-request-mapping.ts";
import { printable } from "../../../core/text/printable.ts";
import { idText, readPointer, wordOf } from "../../../drills/targets/http/pointer.ts";
import { readStamp } from "../../../drills/targets/http/stamp.ts";
import type { Value } from "../../../drills/targets/http/template.ts";
import type { FieldPath } from "../../plan/yaml-source.ts";
import { pointerEvidence } from "./pointer-miss.ts";
import type { FindingList } from "./walk-finding.ts";

/** One message as the mapping reads it; null: the mapping does not read it. */
export interface SeenMessage {
  readonly id: string | null;
  readonly kind: "customer" | "human" | "bot" | "system" | null;
  readonly text: string | null;
}

const MOST_ITEMS = 100;
/** A stamp of something that happened just now and is further off than this is in another unit, or no stamp. */
const NEAR_MS = 3_600_000;
const UNITS: readonly StampUnit[] = ["s", "ms", "iso"];

/** What is wrong with a stamp of just now; null for a good one. */
export const stampFault = (value: Value | undefined, unit: StampUnit, nowMs: number): string | null => {
  const isNear = (one: StampUnit): boolean => {
    const ms = readStamp(value, one);
    return ms !== null && Math.abs(ms - nowMs) < NEAR_MS;
  };
  if (isNear(unit)) return null;
  const meant = UNITS.find((one) => one !== unit && isNear(one));
  const what = printable(JSON.stringify(value) ?? "nothing", 60);
  return meant === undefined
    ? `is ${unit}, and a stamp of just now reads ${what}, which is another time: the desk's clock is off, or it is no stamp`
    : `is ${unit}, and a stamp of just now reads ${what}: must be ${meant}`;
};

/** Reads a page of replies as a drill does and says where the mapping misses what is there. */
export const createPageReader = (replies: RepliesMapping, findings: FindingList, now: () => number) => {
  const at: FieldPath = ["http", "customer", "replies"];
  const { each, authors } = replies;
  const kinds = ["customer", "human", "bot", "system"] as const;

  const messageOf = (item: Value): SeenMessage => {
    const need = (name: "id" | "author" | "text", value: string | null): string | null => {
      if (value === null) findings.add([...at, "each", name], `in a message ${pointerEvidence(item, each[name])}`);
      return value;
    };
    const id = need("id", idText(readPointer(item, each.id)));
    const word = need("author", wordOf(readPointer(item, each.author)));
    const text = need("text", wordOf(readPointer(item, each.text)));
    const kind = kinds.find((one) => word !== null && authors[one].includes(word)) ?? null;
    if (word !== null && kind === null)
      findings.add(
        [...at, "authors"],
        `"${printable(word, 60)}" stands at ${each.author} and is no word of any author here`,
      );
    if (each.at !== undefined && replies.at !== undefined) {
      const value = readPointer(item, each.at);
      const fault = value === undefined ? null : stampFault(value, replies.at.unit, now());
      if (value === undefined) findings.add([...at, "each", "at"], `in a message ${pointerEvidence(item, each.at)}`);
      if (fault !== null) findings.add([...at, "at", "unit"], fault);
    }
    if (each.seq !== undefined && !/^\d{1,15}$/.test(wordOf(readPointer(item, each.seq)) ?? ""))
      findings.add([...at, "each", "seq"], `in a message ${pointerEvidence(item, each.seq)}, and no whole number`);
    return { id, kind, text };
  };

  return {
    /** Null when the answer holds no list of messages where the mapping says. */
    read: (
      document: Value | undefined,
      items = replies.items,
      where: FieldPath = [...at, "items"],
    ): readonly SeenMessage[] | null => {
      const page = readPointer(document, items);
      if (!Array.isArray(page)) {
        findings.add(where, `must lead to a list: ${pointerEvidence(document, items)}`);
        return null;
      }
      const seen = (page as readonly Value[]).slice(0, MOST_ITEMS).map(messageOf);
      const ids = seen.map(({ id }) => id).filter((id) => id !== null);
      const twice = ids.find((id, place) => ids.indexOf(id) !== place);
      if (twice !== undefined)
        findings.add(
          [...at, "each", "id"],
          `two messages of one answer have the id "${printable(twice, 60)}" at ${each.id}`,
        );
      return seen;
    },
  };
};
