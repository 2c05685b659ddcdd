import { INTENTS } from "../../../core/contract/ids.ts";
import type { AgentMapping, ContextMapping } from "../../../core/schema/http-mapping.ts";
import type { ContextParts } from "../../actors/agent.ts";

const partsOf = (context: ContextMapping | undefined): ContextParts => ({
  orderWindow: context?.orderWindow !== undefined,
  partner: context?.partner !== undefined,
  order: context?.order !== undefined,
  facts: INTENTS.filter((intent) => context?.facts?.[intent] !== undefined),
});

/** What a mapped desk has a place for in its offers and at the claim: an agent misses nothing else. */
export const shownBy = ({
  next,
  claim,
}: AgentMapping): { readonly offer: ContextParts; readonly claim: ContextParts } => ({
  offer: partsOf(next.each.context),
  claim: partsOf(claim?.context),
});
