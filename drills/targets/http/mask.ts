import { secretForms } from "./secret-forms.ts";

/** Shorter than this a secret of the target file would be found in innocent words. */
const LEAST_SECRET = 4;
/** The same of what a desk said: its numbers and names are short, too. */
const LEAST_TOLD = 6;
export const MASK = "***";

/** Knows what must not get out of an answer again: secrets, tokens, cookies. */
export interface Mask {
  /** Something that a desk said and that proves who asks. */
  add(secret: string): void;
  /** Whether the text holds one of them, in whatever form. */
  holds(text: string): boolean;
  /** The text without them. */
  clean(text: string): string;
}

/** @param secrets of the target file */
export function createMask(secrets: Iterable<string>): Mask {
  /** The longest first: one that holds another is taken out whole. */
  let known: readonly string[] = [];
  const take = (secret: string, least: number): void => {
    if (secret.length < least || known.includes(secret)) return;
    known = [...new Set([...known, ...secretForms(secret)])].sort((a, b) => b.length - a.length);
  };
  for (const secret of secrets) take(secret, LEAST_SECRET);
  return {
    add: (secret) => take(secret, LEAST_TOLD),
    holds: (text) => known.some((secret) => text.includes(secret)),
    clean: (text) => known.reduce((cleaned, secret) => cleaned.split(secret).join(MASK), text),
  };
}
