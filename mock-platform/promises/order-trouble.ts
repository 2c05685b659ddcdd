import type { Trouble } from "../../core/schema/partner-wire.ts";
import type { Contact } from "../desk/contact.ts";

const TROUBLE_OF: Readonly<Record<string, Trouble>> = { held: "order-held", missing: "order-missing" };

/**
 * The trouble that the partner can settle: a personal question whose order, looked up with the customer's consent, is
 * held or missing. By the order and not by the words: the relay tells only that a question is personal.
 */
export const troubleOf = ({
  decision,
  context,
}: Pick<Contact, "decision" | "context">): { readonly trouble: Trouble; readonly orderId: string } | null => {
  const order = context?.order ?? null;
  const trouble = order === null ? undefined : TROUBLE_OF[order.state];
  return order === null || trouble === undefined || decision.reason !== "personal"
    ? null
    : { trouble, orderId: order.orderId };
};
