import { INTENTS } from "../../../core/contract/ids.ts";
import type { AgentMapping, ContextMapping } from "../../../core/schema/http-mapping.ts";
import type { ContextParts } from "../../actors/agent.ts";

const partsOf = (context: ContextMapping | undefined): ContextParts => ({
  orderWindow: context?.orderWindow !== undefined,
  partner: context?.partner !== undefined,
  order: context?.order !== undefined,
  facts: INTENTS.filter((intent) => context?.facts?.[intent] !== undefined),
});

/** Whether anything is shown that could be missing. */
const isShown = ({ orderWindow, partner, order, facts }: ContextParts): boolean =>
  orderWindow || partner || order || facts.length > 0;

/** Whether an agent of this desk could miss anything: a section without such a part proves nothing. */
export const showsContext = (agent: AgentMapping): boolean => Object.values(shownBy(agent)).some(isShown);

/** What a mapped desk has a place for in its offers and at the claim: an agent misses nothing else. */
export const shownBy = ({
  next,
  claim,
}: AgentMapping): { readonly offer: ContextParts; readonly claim: ContextParts } => ({
  offer: partsOf(next.each.context),
  claim: partsOf(claim?.context),
});
