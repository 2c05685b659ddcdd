import { readPointer } from "./pointer.ts";
import type { Value } from "./template.ts";

/** Longer texts of a socket are not looked into. */
const MOST_CHARS = 2_000_000;

/** The messages in what a socket said: a list; null when it holds none, such as a ping. */
export function socketItems(text: string, pointer: string | undefined): readonly Value[] | null | "bad-json" {
  if (text.length > MOST_CHARS) return "bad-json";
  let document: Value;
  try {
    document = JSON.parse(text) as Value;
  } catch {
    return "bad-json";
  }
  const found = pointer === undefined ? document : readPointer(document, pointer);
  if (Array.isArray(found)) return found as readonly Value[];
  return typeof found === "object" && found !== null ? [found as Value] : null;
}
