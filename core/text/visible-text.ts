/**
 * Text from a contact, plan or target as a reader may safely see it: what would act on a terminal, a page or the
 * order of letters is shown as a sign instead. Nothing here escapes markup; that is the writer's own last step.
 */

/** Bidirectional controls, joiners without width, line separators, tags: acting, yet unseen. */
const UNSEEN =
  /[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;
const NONCHARACTER = /[\ufdd0-\ufdef\ufffe\uffff]/;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const SUSPECT = /[^\u0020-\u007e]/;

const named = (point: number): string => `\u27e8U+${point.toString(16).toUpperCase().padStart(4, "0")}\u27e9`;

function visibleCharacter(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x20) return String.fromCodePoint(0x2400 + point);
  if (point === 0x7f) return "\u2421";
  if (point >= 0x80 && point < 0xa0) return named(point);
  if (point >= 0xd800 && point <= 0xdfff) return "\ufffd";
  if (UNSEEN.test(character) || NONCHARACTER.test(character) || (point & 0xfffe) === 0xfffe) return named(point);
  return character;
}

/** The text with control characters as symbols (ESC is U+241B) and invisible ones by number; idempotent. */
export function visibleText(text: string): string {
  if (!SUSPECT.test(text)) return text;
  let out = "";
  for (const character of text) out += visibleCharacter(character);
  return out;
}

/** True when the text holds letters that run from right to left, and so must be kept apart from its neighbours. */
export const runsRightToLeft = (text: string): boolean => RIGHT_TO_LEFT.test(text);

/**
 * The text cut to at most `limit` characters (code points), with the count of what was cut. A name of a megabyte
 * is read only as far as it is shown.
 */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let units = 0;
  let shown = 0;
  for (const character of text) {
    if (shown === limit) break;
    units += character.length;
    shown += 1;
  }
  if (units >= text.length) return text;
  return `${text.slice(0, units)}\u2026 [${charactersFrom(text, units)} more characters cut]`;
}

/** How many code points stand from `unit` on; by code units, since a megabyte is counted for every field that holds one. */
function charactersFrom(text: string, unit: number): number {
  let pairs = 0;
  for (let at = unit; at < text.length - 1; at++) {
    if ((text.charCodeAt(at) & 0xfc00) !== 0xd800 || (text.charCodeAt(at + 1) & 0xfc00) !== 0xdc00) continue;
    pairs += 1;
    at += 1;
  }
  return text.length - unit - pairs;
}
