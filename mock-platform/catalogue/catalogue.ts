import type { Rng } from "../../core/contract/ports.ts";
import type { Facts } from "../../core/schema/wire.ts";
import { type EventFacts, eventFacts } from "./event-facts.ts";
import { type Order, seededOrders } from "./orders.ts";

/** Catalogue and orders of one event: the source of what a right answer is. */
export interface Catalogue {
  readonly facts: EventFacts;
  order(orderId: string): Order | null;
  /** Everything at once, for those who must know the answer that they ask for. */
  allFacts(): Facts;
}

/** Builds the catalogue of `event`; the same seed gives the same facts and orders. */
export const createCatalogue = (options: { event: string; items: number; orders: number }, rng: Rng): Catalogue => {
  const facts = eventFacts(options.event, options.items, rng);
  const orders = seededOrders(options.orders, facts, rng);
  return {
    facts,
    order: (orderId) => orders.get(orderId) ?? null,
    allFacts: () => ({
      event: facts.event,
      items: facts.items,
      facts: facts.general,
      orders: [...orders.values()].map(({ riskFlags: _, ...order }) => order),
    }),
  };
};
