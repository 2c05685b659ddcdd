import { secretForms } from "./secret-forms.ts";

/** Shorter than this a secret of the target file would be found in innocent words. */
const LEAST_SECRET = 4;
/** The same of what a desk said: its numbers and names are short, too. */
const LEAST_TOLD = 6;
export const MASK = "***";

/** Finds and takes out what must not be kept. */
interface Finder {
  /** Whether the text holds one of them, in whatever form. */
  holds(text: string): boolean;
  /** The text without them. */
  clean(text: string): string;
}

/** Knows what must not get out of an answer again: secrets, tokens, cookies. */
export interface Mask extends Finder {
  /** Something that a desk said and that proves who asks. */
  add(secret: string): void;
  /**
   * For ids, by which contacts and messages are known again: a short secret may stand in any of them by chance, and an id
   * that is changed or passed over for that would look like a loss.
   */
  readonly inIds: Finder;
}

const finder = (known: () => readonly string[]): Finder => ({
  holds: (text) => known().some((secret) => text.includes(secret)),
  clean: (text) => known().reduce((cleaned, secret) => cleaned.split(secret).join(MASK), text),
});

/** The longest first: one that holds another is taken out whole. */
const withForms = (known: readonly string[], secret: string): readonly string[] =>
  [...new Set([...known, ...secretForms(secret)])].sort((a, b) => b.length - a.length);

/** @param secrets of the target file */
export function createMask(secrets: Iterable<string>): Mask {
  let known: readonly string[] = [];
  let knownInIds: readonly string[] = [];
  const take = (secret: string, least: number): void => {
    if (secret.length < least || known.includes(secret)) return;
    known = withForms(known, secret);
    if (secret.length >= LEAST_TOLD) knownInIds = withForms(knownInIds, secret);
  };
  for (const secret of secrets) take(secret, LEAST_SECRET);
  return {
    add: (secret) => take(secret, LEAST_TOLD),
    ...finder(() => known),
    inIds: finder(() => knownInIds),
  };
}
