import type { Value } from "./template.ts";

/** The value at a JSON pointer (RFC 6901), or undefined when the pointer misses. Own members only. */
export function readPointer(document: Value | undefined, pointer: string): Value | undefined {
  if (pointer === "") return document;
  let node = document;
  for (const step of pointer.slice(1).split("/")) {
    const name = step.replace(/~1/g, "/").replace(/~0/g, "~");
    if (typeof node !== "object" || node === null || !Object.hasOwn(node, name)) return undefined;
    if (Array.isArray(node) && !/^(0|[1-9]\d{0,8})$/.test(name)) return undefined;
    node = (node as { readonly [name: string]: Value })[name];
  }
  return node;
}

/** Text of an id: a text, or a number as it is written; null for anything else, and for what no id is as long as. */
export function idText(value: Value | undefined): string | null {
  const text = typeof value === "number" && Number.isFinite(value) ? String(value) : value;
  return typeof text === "string" && text !== "" && text.length <= 128 ? text : null;
}

/** A word of the desk's as text, to be looked up in lists of words. */
export const wordOf = (value: Value | undefined): string | null =>
  typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : null;
