import { type Intent, PERSONAL_INTENTS } from "./ids.ts";

/** Weights of the questions of a drop when the plan gives none; they add up to 100. */
export const DEFAULT_INTENT_MIX: Readonly<Record<Intent, number>> = {
  stock: 24,
  "shipping-window": 20,
  returns: 8,
  "payment-methods": 6,
  eligibility: 7,
  "was-i-charged": 12,
  "order-held": 11,
  "order-missing": 12,
};

/** Weights by intent; an intent that is left out is not asked. */
export type IntentMix = { readonly [intent in Intent]?: number | undefined };

/**
 * Share in [0, 1] of contacts whose right answer depends on one customer's order, and that are therefore handed to
 * a human. 0 when all weights are 0.
 */
export const personalShare = (mix: IntentMix): number => {
  const total = Object.values(mix).reduce((sum: number, weight) => sum + (weight ?? 0), 0);
  const personal = PERSONAL_INTENTS.reduce((sum, intent) => sum + (mix[intent] ?? 0), 0);
  return total > 0 ? personal / total : 0;
};
