/** Names that an object puts first, whatever their place in the order of text. */
const NUMBER_LIKE = /^(?:0|[1-9]\d*)$/;

/** Most records have a handful of names, which insertion puts in order in a third of the time. By UTF-16 code units. */
function inOrder(names: string[]): string[] {
  if (names.length > 16) return names.sort();
  for (let next = 1; next < names.length; next++) {
    const name = names[next] ?? "";
    let at = next - 1;
    for (; at >= 0 && (names[at] ?? "") > name; at--) names[at + 1] = names[at] ?? "";
    names[at + 1] = name;
  }
  return names;
}

/**
 * The same value with its names in the order of RFC 8785, so that JSON.stringify writes the canonical form; undefined for
 * anything that is not plain JSON or cannot be put in order so. Names are compared by UTF-16 code units in both.
 */
function ordered(value: unknown): unknown {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "object") return undefined;
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    for (const each of value) {
      const one = ordered(each);
      if (one === undefined) return undefined;
      list.push(one);
    }
    return list;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  const names = inOrder(Object.keys(value));
  const whole: Record<string, unknown> = {};
  for (const name of names) {
    // `toJSON` would be asked, `__proto__` would not be a name.
    if (name === "toJSON" || name === "__proto__" || NUMBER_LIKE.test(name)) return undefined;
    const one = ordered((value as Readonly<Record<string, unknown>>)[name]);
    if (one === undefined) return undefined;
    whole[name] = one;
  }
  return whole;
}

/** Half of a character outside of the basic plane, which has no UTF-8 and which the library refuses. */
const LONE_SURROGATE = /\\ud[89a-f]/;

/**
 * RFC 8785 text of a value that is plain JSON, some times as quick as a library that takes anything; null for a value that
 * is not plain enough, of which such a library has the word. Where there is a text it is the library's, byte for byte (a
 * test holds them against each other).
 */
export function plainCanonical(value: object): string | null {
  const plain = ordered(value);
  if (plain === undefined) return null;
  const text = JSON.stringify(plain);
  return LONE_SURROGATE.test(text) ? null : text;
}
