import { expect, test } from "vitest";
import { isPersonalReply, namesSomeone } from "./public-words.ts";

test.each([
  "mail me at anna.berg@example.org",
  "I am @anna_b on there",
  "see https://example.org/me",
  "it is D104233",
  "call 0171 23 45 678",
  "4111-1111-1111-1111",
  "Hi Anna, it ships soon",
  "My name is Björk",
  "Thanks, Édouard",
  "12 Harbour Street please",
  "Lindenstraße 4",
])("names someone: %s", (text) => expect(namesSomeone(text)).toBe(true));

test.each([
  "There are 300 pieces and no restock.",
  "Parcels ship from 6 to 10 December.",
  "Returns are possible within 45 days of delivery.",
  "One per person in 31 countries of Europe.",
  "hi there, is it gone?",
  "Visa, Mastercard, PayPal and Klarna",
])("names nobody: %s", (text) => expect(namesSomeone(text)).toBe(false));

test("an agent's reply about the customer's own order is personal, a general one is not", () => {
  expect(isPersonalReply("Your order is held for an address check.")).toBe(true);
  expect(isPersonalReply("You were charged once.")).toBe(true);
  expect(isPersonalReply("Parcels go out from 6 to 10 December.")).toBe(false);
});

test("no text takes long, whatever a stranger makes of it", () => {
  const parts = ["x", "1", " ", "1 ", "a@", "weg ", "weg   ", "hi ", "1 x ", "@", "Aa", "\u00df"];
  const before = performance.now();
  for (const part of parts) {
    namesSomeone(part.repeat(Math.floor(2000 / part.length)));
    expect(isPersonalReply(part.repeat(Math.ceil(65_536 / part.length)))).toBe(true);
  }
  expect(performance.now() - before).toBeLessThan(10_000);
});
