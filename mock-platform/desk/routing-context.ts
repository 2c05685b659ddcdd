import type { RoutingContext } from "../../core/schema/wire.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";

/**
 * What an agent sees as the ticket opens: the event's window and partner, the order when the customer allowed the
 * look-up, and the facts that a right answer holds.
 */
export const routingContext = (catalogue: Catalogue, orderId: string | null): RoutingContext => {
  const { facts } = catalogue;
  const order = orderId === null ? null : catalogue.order(orderId);
  const unknown = orderId !== null && order === null;
  return {
    orderWindow: facts.general["shipping-window"],
    partner: facts.partner,
    riskFlags: [...(order?.riskFlags ?? []), ...(unknown ? ["unknown-order"] : [])],
    order:
      orderId === null
        ? null
        : { orderId, sku: order?.sku ?? "unknown", state: order?.state ?? "none", charged: order?.charged ?? false },
    facts: { ...facts.general, ...order?.fact },
  };
};
