import { INTENTS } from "../../../core/contract/ids.ts";
import type { ContextMapping } from "../../../core/schema/http-mapping.ts";
import type { RoutingContext } from "../../../core/schema/wire.ts";
import { idText, readPointer, wordOf } from "./pointer.ts";
import type { Value } from "./template.ts";

type Order = NonNullable<RoutingContext["order"]>;
const ORDER_STATES: readonly Order["state"][] = ["paid", "held", "missing", "none"];

function orderOf(mapping: ContextMapping["order"], item: Value | undefined): RoutingContext["order"] {
  if (mapping === undefined) return null;
  const orderId = idText(readPointer(item, mapping.orderId));
  if (orderId === null) return null;
  const state = wordOf(readPointer(item, mapping.state));
  return {
    orderId,
    sku: wordOf(readPointer(item, mapping.sku)) ?? "",
    state: ORDER_STATES.find((one) => one === state) ?? "none",
    charged: readPointer(item, mapping.charged) === true,
  };
}

/** What the desk puts before an agent's eyes; what it leaves out is empty. Null where nothing of it is mapped. */
export function readContext(mapping: ContextMapping | undefined, item: Value | undefined): RoutingContext | null {
  if (mapping === undefined) return null;
  const word = (pointer: string | undefined): string =>
    pointer === undefined ? "" : (wordOf(readPointer(item, pointer)) ?? "");
  const flags = mapping.riskFlags === undefined ? [] : readPointer(item, mapping.riskFlags);
  const facts: Partial<Record<(typeof INTENTS)[number], string>> = {};
  for (const intent of INTENTS) {
    const pointer = mapping.facts?.[intent];
    const fact = pointer === undefined ? "" : word(pointer);
    if (fact !== "") facts[intent] = fact;
  }
  return {
    orderWindow: word(mapping.orderWindow),
    partner: word(mapping.partner),
    riskFlags: Array.isArray(flags) ? flags.filter((flag) => typeof flag === "string") : [],
    order: orderOf(mapping.order, item),
    facts,
  };
}
