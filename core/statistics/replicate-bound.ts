import { requireCount, requireOpenShare } from "./guard.ts";

/**
 * One-sided lower bound for the chance that a drill meets its budget, when `met` of `met` replicates did:
 * alpha^(1/k), at confidence 1 - alpha (exact binomial with no failure).
 * @throws RangeError
 */
export const replicateBound = (met: number, alpha = 0.05): number => {
  requireCount("met", met, 1);
  requireOpenShare("alpha", alpha);
  return alpha ** (1 / met);
};
