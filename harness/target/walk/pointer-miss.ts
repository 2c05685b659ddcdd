import { readPointer } from "../../../drills/targets/http/pointer.ts";
import type { Value } from "../../../drills/targets/http/template.ts";
import { printable } from "../../../core/text/printable.ts";

const NAMES_SHOWN = 12;
/** A document this deep or wide is not looked through for a value that stands elsewhere. */
const MOST_NODES = 20_000;

const kindOf = (value: Value | undefined): string => {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value !== "object")
    return `${typeof value === "string" ? "the text " : ""}${printable(JSON.stringify(value), 60)}`;
  const names = Object.keys(value);
  if (names.length === 0) return "an empty object";
  const more = names.length > NAMES_SHOWN ? ", …" : "";
  return (
    names
      .slice(0, NAMES_SHOWN)
      .map((name) => printable(name, 40))
      .join(", ") + more
  );
};

/** What stands where a pointer leads, or how far it led and what was there instead: evidence for a person. */
export const pointerEvidence = (document: Value | undefined, pointer: string): string => {
  const found = readPointer(document, pointer);
  if (found !== undefined) return `${pointer === "" ? "the whole answer" : pointer} is ${kindOf(found)}`;
  const steps = pointer.split("/").slice(1);
  let reached = "";
  for (const step of steps) {
    const next = `${reached}/${step}`;
    if (readPointer(document, next) === undefined) break;
    reached = next;
  }
  const where = reached === "" ? "the answer" : reached;
  const there = readPointer(document, reached);
  return `${pointer} misses: ${where} ${Array.isArray(there) || typeof there !== "object" || there === null ? "is" : "has"} ${kindOf(there)}`;
};

/** Where a text stands in a document, as pointers, the shortest first; for "did you mean". */
export const pointersTo = (document: Value | undefined, holds: (text: string) => boolean): readonly string[] => {
  const found: string[] = [];
  const queue: [string, Value | undefined][] = [["", document]];
  for (let seen = 0; queue.length > 0 && seen < MOST_NODES && found.length < 3; seen++) {
    const [at, value] = queue.shift() ?? ["", undefined];
    if (typeof value === "string" && holds(value)) found.push(at);
    if (typeof value !== "object" || value === null) continue;
    for (const [name, inner] of Object.entries(value))
      queue.push([`${at}/${name.replace(/~/g, "~0").replace(/\//g, "~1")}`, inner]);
  }
  return found;
};
