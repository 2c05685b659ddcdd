import type { Intent } from "../../core/contract/ids.ts";
import type { Rng } from "../../core/contract/ports.ts";
import type { Facts } from "../../core/schema/wire.ts";
import type { EventFacts } from "./event-facts.ts";

export type Order = Facts["orders"][number] & { readonly riskFlags: readonly string[] };

const PAID_SHARE = 0.6;
const HELD_SHARE = 0.25;
/** A charge is taken when an order is paid or when its parcel is lost on the way, now and then for a held one. */
const HELD_CHARGED_SHARE = 0.2;

/** What a right answer about one order holds, by personal intent. */
const orderFacts = (state: Order["state"], charged: boolean, facts: EventFacts): Partial<Record<Intent, string>> => ({
  "was-i-charged": charged ? "was charged once" : "has not been charged",
  "order-held": state === "held" ? `held for address check until ${facts.shipsFrom + 1} December` : "is not on hold",
  "order-missing": state === "missing" ? "is on its way to the warehouse scan" : "is safe in the warehouse",
});

const riskFlags = (state: Order["state"], rng: Rng): readonly string[] => [
  ...(state === "held" ? ["address-mismatch"] : []),
  ...(state === "missing" ? ["no-warehouse-scan"] : []),
  ...(rng.next() < 0.05 ? ["repeat-buyer-limit"] : []),
];

/** `count` orders of the event, drawn from the seed, by order id. */
export const seededOrders = (count: number, facts: EventFacts, rng: Rng): ReadonlyMap<string, Order> => {
  const orders = new Map<string, Order>();
  for (let place = 0; place < count; place += 1) {
    const draw = rng.next();
    const state = draw < PAID_SHARE ? "paid" : draw < PAID_SHARE + HELD_SHARE ? "held" : "missing";
    const charged = state !== "held" || rng.next() < HELD_CHARGED_SHARE;
    const orderId = `D${100_000 + place}`;
    const sku = `DROP-${String(1 + Math.floor(rng.next() * 12)).padStart(2, "0")}`;
    orders.set(orderId, {
      orderId,
      sku,
      state,
      charged,
      fact: orderFacts(state, charged, facts),
      riskFlags: riskFlags(state, rng),
    });
  }
  return orders;
};
