/** Shorter than this it would be found in innocent words. */
const LEAST_SECRET = 6;
const MASK = "***";

/** Knows what must not get out of an answer again: secrets, tokens, cookies. */
export interface Mask {
  add(secret: string): void;
  /** Whether the text holds one of them. */
  holds(text: string): boolean;
  /** The text without them. */
  clean(text: string): string;
}

export function createMask(secrets: Iterable<string>): Mask {
  const known = new Set<string>();
  const add = (secret: string): void => {
    if (secret.length < LEAST_SECRET) return;
    known.add(secret);
    // As it would come back out of an address or a form.
    try {
      known.add(encodeURIComponent(secret));
    } catch {
      // Half a character has no such form.
    }
  };
  for (const secret of secrets) add(secret);
  return {
    add,
    holds: (text) => [...known].some((secret) => text.includes(secret)),
    clean: (text) =>
      [...known]
        .sort((a, b) => b.length - a.length)
        .reduce((cleaned, secret) => cleaned.split(secret).join(MASK), text),
  };
}
