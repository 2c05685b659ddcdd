import type { Handbook, Topic } from "./catalogue.ts";

/** What a question must hold to be of a topic; of two topics, or of a purchase, the robot leaves it to staff. */
const TOPICS: readonly (readonly [Topic, RegExp])[] = [
  ["availability", /\b(in stock|sold out|restock|still some|any left|are left|be released)\b/],
  ["dispatch", /\b(ships?|shipping time|shipping take|dispatch|deliver(y|ed)|arrives?|leave the warehouse|sent out)\b/],
  ["refunds", /\b(returns?|refund|send (it|them) back|exchanges?)\b/],
  ["payments", /\b(paypal|klarna|amex|apple pay|cards do|gift card|instalments|payment options)\b/],
  ["who_may_buy", /\b(per (customer|person)|one person|worldwide|members only|allowed to buy|order from|ship to)\b/],
];

/** One's own purchase is no matter for a robot. */
const OWN = /\b(my order|order k?-?\d|charged?|charge me|my payment|my money|my card|my bank|k-\d+)\b/;

/** The one topic that a general question is about, or null. */
export const topicOf = (words: string): Topic | null => {
  const text = words.toLowerCase();
  if (OWN.test(text)) return null;
  const found = TOPICS.filter(([, pattern]) => pattern.test(text));
  // "Do you ship to Norway" is about who may buy, although it speaks of shipping.
  const told = found.length === 2 && found.some(([topic]) => topic === "who_may_buy") ? found.slice(-1) : found;
  return told.length === 1 ? (told[0]?.[0] ?? null) : null;
};

/** The robot's words on a topic. */
export const robotWords = (topic: Topic, handbook: Handbook): string =>
  `This is the house's robot. About your question: ${handbook[topic]}. Write again and a person looks at it.`;
