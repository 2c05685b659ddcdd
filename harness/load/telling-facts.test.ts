import { expect, test } from "vitest";
import type { Facts } from "../../core/schema/wire.ts";
import { createCatalogue } from "../../mock-platform/catalogue/catalogue.ts";
import { createRng } from "./draws.ts";
import { requireTellingFacts } from "./telling-facts.ts";

const facts = (part: Partial<Facts> = {}): Facts => ({
  event: "drop",
  items: 300,
  facts: { stock: "300 pieces and no restock", returns: "within 30 days" },
  orders: [{ orderId: "D1", sku: "s", state: "held", charged: true, fact: { "order-held": "held until 8 December" } }],
  ...part,
});
const order = (fact: Facts["orders"][number]["fact"]): Partial<Facts> => ({
  orders: [{ orderId: "D1", sku: "s", state: "held", charged: true, fact }],
});

test("the facts of the reference stack tell right from wrong, whatever the seed", () => {
  requireTellingFacts(facts());
  for (let seed = 0; seed < 50; seed++)
    requireTellingFacts(
      createCatalogue({ event: "drop", items: 1 + seed, orders: 200 }, createRng(seed, "facts")).allFacts(),
    );
});

test.each([
  ["one letter", { facts: { stock: "e" } }, "a fact about stock that nearly any text holds"],
  ["spaces", { facts: { stock: "        " } }, "nearly any text holds"],
  ["the same fact for two intents", { facts: { stock: "see the page", returns: "see the page" } }, "also in the one"],
  ["a fact within another", { facts: { stock: "300 pieces", returns: "300 pieces, 30 days" } }, "also in the one"],
  ["an order's fact of one letter", order({ "order-held": "e" }), "about order-held of order D1"],
  ["an order's fact that all may read", order({ "order-held": "no restock" }), "true of the whole event"],
])("%s is refused", (_name, part, why) => {
  expect(() => requireTellingFacts(facts(part))).toThrow(why);
});
