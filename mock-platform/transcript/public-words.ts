import { PERSONAL_INTENTS } from "../../core/contract/ids.ts";
import { isPersonal } from "../../core/triage/personal.ts";
import type { Contact } from "../desk/contact.ts";

/**
 * What names a person, an order, an address or an account. Broad on purpose: a needless hit hides a line, a miss
 * shows someone's data to everybody. Every repetition is bounded: strangers write these texts.
 */
const NAMING: readonly RegExp[] = [
  // E-mail addresses, handles, links.
  /[^\s@]@[^\s@]/,
  /(?:^|\s)@\w{2}/,
  /https?:|www\./i,
  // Orders, telephones, cards: five digits or more, however they are parted; or letters and three digits.
  /\d(?:[\s()./-]{0,2}\d){4}/,
  /\b[a-z]{1,4}-?\d{3}/i,
  // Someone is called by a name: a word with a capital after one that leads up to it.
  /(?:^|\P{L})(?:[Mm]y name is|[Nn]ame's|[Ii] am|[Ii]['’]m|[Tt]his is|[Dd]ear|[Hh]i|[Hh]ello|[Hh]ey),?\s{1,3}\p{Lu}\p{Ll}/u,
  /(?:^|\P{L})(?:[Tt]hanks|[Tt]hank you|[Rr]egards|[Bb]est|[Cc]heers|[Yy]ours),?\s{1,3}\p{Lu}\p{Ll}/u,
  // Streets.
  /\b\d{1,4}[a-z]?\s{1,3}\w{1,40}\s{1,3}(?:street|st|road|rd|avenue|ave|lane|drive|square|court)\b/i,
  /(?:stra(?:ß|ss)e|platz|weg|gasse|rue|via|calle)\s{1,3}\S{0,40}\s{0,3}\d/i,
];

/** Who writes more than this, in UTF-16 units, tells a story of their own. */
const LONGEST_GENERAL = 2000;

/** Whether a text names a person, an order, an address or an account. */
export const namesSomeone = (text: string): boolean =>
  text.length > LONGEST_GENERAL || NAMING.some((pattern) => pattern.test(text));

/** Whether a customer's words are about their own order, or name someone. */
export const isPersonalWord = (text: string): boolean => namesSomeone(text) || isPersonal(text);

/** Whether an agent's reply is about the customer's own order, or names someone: "your order" read as "my order". */
export const isPersonalReply = (text: string): boolean =>
  isPersonalWord(text.replace(/\byours?\b/gi, "my").replace(/\byou\b/gi, "I"));

/** A contact about one customer's order or person from its first question on. */
export const isPersonalContact = ({ decision, hasOrder }: Pick<Contact, "decision" | "hasOrder">): boolean =>
  hasOrder || decision.reason === "personal" || PERSONAL_INTENTS.some((intent) => intent === decision.intent);
