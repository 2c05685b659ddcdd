import { createMembers, type Members } from "./plain-members.ts";

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const COLON = 58;
const OPEN = 123;
const CLOSE = 125;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;
/** Of fifteen digits every whole number is itself. */
const MOST_DIGITS = 15;

/** Reads a line of a chained file as bytes and writes its canonical form without its `hash`, both without an object. */
export interface PlainEntry {
  /**
   * True when the line is an object whose RFC 8785 form can be had by putting its names in order: visible ASCII without
   * escapes, numbers as ECMAScript writes them, no name twice, at most one object in it and no list. False says nothing;
   * whoever asks must parse it then.
   */
  read(bytes: Buffer, from: number, to: number): boolean;
  /** Of the line that was read last: RFC 8785 text of the entry without its `hash`. */
  canonical(): string;
  /** Of the line that was read last: what stands under `hash`. */
  hash(): string;
}

export function createPlainEntry(): PlainEntry {
  const outer = createMembers();
  const inner = createMembers();
  let out = Buffer.alloc(4096);
  let length = 0;
  let hash = "";

  /** Where the members of the object at `at` end, behind its brace; -1 when it is not plain. */
  const readObject = (bytes: Buffer, at: number, to: number, into: Members, nested: boolean): number => {
    into.clear();
    let next = at + 1;
    if (bytes[next] === CLOSE) return next + 1;
    for (;;) {
      if (bytes[next] !== QUOTE) return -1;
      const key = next + 1;
      const keyEnd = stringEnd(bytes, key, to);
      // `__proto__` is a name that not everyone takes for one.
      if (keyEnd < 0 || bytes[key] === 95 || bytes[keyEnd + 1] !== COLON) return -1;
      const value = keyEnd + 2;
      const isObject = bytes[value] === OPEN;
      if (isObject && (nested || outer.innerAt() >= 0)) return -1;
      const end = isObject ? readObject(bytes, value, to, inner, true) : scalarEnd(bytes, value, to);
      if (end < 0 || !into.add(bytes, key, keyEnd, value, end, isObject)) return -1;
      if (bytes[end] === CLOSE) return end + 1;
      if (bytes[end] !== COMMA) return -1;
      next = end + 1;
    }
  };
  const copy = (bytes: Buffer, from: number, to: number): void => {
    for (let at = from; at < to; at++) out[length++] = bytes[at] ?? 0;
  };
  const write = (bytes: Buffer, members: Members, without: number): void => {
    out[length++] = OPEN;
    let first = true;
    for (let turn = 0; turn < members.count(); turn++) {
      const member = members.sorted(turn);
      if (member === without) continue;
      if (!first) out[length++] = COMMA;
      first = false;
      // With the quotes of the name and the colon behind it.
      copy(bytes, members.keyFrom(member) - 1, members.valueFrom(member));
      if (member === members.innerAt()) write(bytes, inner, -1);
      else copy(bytes, members.valueFrom(member), members.valueTo(member));
    }
    out[length++] = CLOSE;
  };

  return {
    read: (bytes, from, to) => {
      if (bytes[from] !== OPEN || readObject(bytes, from, to, outer, false) !== to) return false;
      const at = outer.find(bytes, "hash");
      if (at < 0 || bytes[outer.valueFrom(at)] !== QUOTE) return false;
      if (out.length < to - from) out = Buffer.alloc((to - from) * 2);
      length = 0;
      hash = bytes.toString("latin1", outer.valueFrom(at) + 1, outer.valueTo(at) - 1);
      write(bytes, outer, at);
      return true;
    },
    canonical: () => out.toString("latin1", 0, length),
    hash: () => hash,
  };
}

/** Where the text that begins at `at` has its closing quote; -1 when it holds more than visible ASCII, or an escape. */
function stringEnd(bytes: Buffer, at: number, to: number): number {
  for (let next = at; next < to; next++) {
    const byte = bytes[next] ?? 0;
    if (byte === QUOTE) return next;
    if (byte < 32 || byte > 126 || byte === BACKSLASH) return -1;
  }
  return -1;
}

/** Where a text, a number, true, false or null ends that begins at `at`; -1 when it is none, or not in canonical form. */
function scalarEnd(bytes: Buffer, at: number, to: number): number {
  const first = bytes[at] ?? 0;
  if (first === QUOTE) {
    const end = stringEnd(bytes, at + 1, to);
    return end < 0 ? -1 : end + 1;
  }
  let end = at;
  while (end < to && bytes[end] !== COMMA && bytes[end] !== CLOSE) end++;
  if (first === MINUS || (first >= ZERO && first <= NINE)) return isPlainNumber(bytes, at, end) ? end : -1;
  const word = bytes.toString("latin1", at, end);
  return word === "null" || word === "true" || word === "false" ? end : -1;
}

function isPlainNumber(bytes: Buffer, at: number, end: number): boolean {
  let digits = 0;
  for (let next = at; next < end; next++) {
    const byte = bytes[next] ?? 0;
    if (byte < ZERO || byte > NINE) return isWrittenSo(bytes.toString("latin1", at, end));
    digits++;
  }
  return digits <= MOST_DIGITS && (digits === 1 || bytes[at] !== ZERO)
    ? true
    : isWrittenSo(bytes.toString("latin1", at, end));
}

const isWrittenSo = (text: string): boolean => Number.isFinite(Number(text)) && String(Number(text)) === text;
