import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { Facts } from "../../core/schema/wire.ts";

/** Shorter words stand in too many sentences to tell a right answer from a wrong one. */
const LEAST_CHARS = 6;

/**
 * Refuses facts by which nearly any answer would be right: a target says itself what is right, and one that says
 * "e" would never be wrong.
 * @throws FieldproofError FP-STACK-005 naming the first such fact
 */
export function requireTellingFacts({ facts, orders }: Facts): void {
  const refuse = (why: string): never => {
    throw new FieldproofError("FP-STACK-005", { what: "/ops/v1/facts", status: why });
  };
  const general = Object.entries(facts);
  for (const [intent, fact] of general) {
    if (fact.trim().length < LEAST_CHARS) refuse(`a fact about ${intent} that nearly any text holds`);
    const other = general.find(([name, text]) => name !== intent && text.includes(fact));
    if (other !== undefined) refuse(`a fact about ${intent} that is also in the one about ${other[0]}`);
  }
  for (const { orderId, fact } of orders) {
    for (const [intent, text] of Object.entries(fact)) {
      if (text.trim().length < LEAST_CHARS)
        refuse(`a fact about ${intent} of order ${orderId} that nearly any text holds`);
      if (general.some(([, shown]) => shown.includes(text)))
        refuse(`a fact about ${intent} of order ${orderId} that is true of the whole event`);
    }
  }
}
