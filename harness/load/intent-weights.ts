import type { Intent } from "../../core/contract/ids.ts";
import { INTENTS } from "../../core/contract/ids.ts";
import { DEFAULT_INTENT_MIX } from "../../core/contract/intent-mix.ts";
import type { Plan } from "../../core/schema/plan.ts";

/** The plan's weights where it gives any, else the default mix; an intent that the plan leaves out is not asked. */
export function intentWeights(plan: Plan): ReadonlyMap<Intent, number> {
  const own = plan.customers.intents;
  return new Map(
    INTENTS.map((intent) => [intent, own === undefined ? DEFAULT_INTENT_MIX[intent] : (own[intent] ?? 0)]),
  );
}
