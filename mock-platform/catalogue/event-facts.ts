import type { Intent } from "../../core/contract/ids.ts";
import type { Rng } from "../../core/contract/ports.ts";

/** What is true of one event: the short strings that a right answer holds, by general intent. */
export type GeneralFacts = Readonly<
  Record<"stock" | "shipping-window" | "returns" | "payment-methods" | "eligibility", string>
>;

export interface EventFacts {
  readonly event: string;
  readonly items: number;
  readonly general: GeneralFacts;
  /** First day of the shipping window, as a day of December. */
  readonly shipsFrom: number;
  readonly partner: string;
}

const pick = <T>(rng: Rng, first: T, ...others: readonly T[]): T =>
  [first, ...others][Math.floor(rng.next() * (others.length + 1))] ?? first;

/** The event's facts, drawn from the seed. No fact is part of another one. */
export const eventFacts = (event: string, items: number, rng: Rng): EventFacts => {
  const shipsFrom = 6 + Math.floor(rng.next() * 6);
  const returnDays = pick(rng, 14, 21, 30, 45, 60);
  const perPerson = pick(rng, "one", "two", "three");
  const wallets = pick(rng, "PayPal and Klarna", "PayPal and Apple Pay", "Klarna and Google Pay");
  return {
    event,
    items,
    shipsFrom,
    partner: pick(rng, "northline-fulfilment", "harbour-logistics", "greyfield-parcels"),
    general: {
      stock: `${items} pieces and no restock`,
      "shipping-window": `${shipsFrom} to ${shipsFrom + 4} December`,
      returns: `within ${returnDays} days of delivery`,
      "payment-methods": `Visa, Mastercard, ${wallets}`,
      eligibility: `${perPerson} per person in 31 countries of Europe`,
    } satisfies Partial<Record<Intent, string>>,
  };
};
