import type { ContactScript } from "../../core/contract/script.ts";
import { createRng } from "../load/draws.ts";

/** The answer that a contact gets at once, or null for a person. */
export type Answers = (script: ContactScript) => string | null;

/**
 * The same customers at another share of automation. Below the plan's share some of those whom it answers go to a person
 * instead; above it some of the others are answered rightly. One draw for each customer, so that a higher share answers
 * everybody whom a lower one does.
 */
export function answersAtShare(
  contacts: readonly ContactScript[],
  planned: Answers,
  share: number,
  seed: number,
): Answers {
  const rng = createRng(seed, "automation");
  const draws = new Map(contacts.map(({ clientContactId }) => [clientContactId, rng.next()]));
  const own = automationOf(contacts, planned);
  return (script) => {
    const answer = planned(script);
    const draw = draws.get(script.clientContactId) ?? 1;
    if (share <= own) return answer !== null && draw * own < share ? answer : null;
    if (answer !== null) return answer;
    return draw * (1 - own) < share - own ? script.fact : null;
  };
}

/** Share of first questions that are answered without a person; 0 for nobody. */
export const automationOf = (contacts: readonly ContactScript[], answers: Answers): number =>
  contacts.length === 0 ? 0 : contacts.filter((script) => answers(script) !== null).length / contacts.length;
