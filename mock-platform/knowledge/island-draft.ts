import type { Intent } from "../../core/contract/ids.ts";
import type { Island } from "../../core/schema/wire.ts";
import type { EventFacts, GeneralFacts } from "../catalogue/event-facts.ts";
import { CUES } from "./cues.ts";

/** An island that nobody has approved yet. */
export interface IslandDraft {
  readonly event: string;
  readonly answers: Island["answers"];
}

/** An island with the name of the person who answers for it. */
export interface ApprovedIsland extends IslandDraft {
  readonly approvedBy: string;
}

const ANSWERS: Readonly<Record<keyof GeneralFacts, (fact: string) => string>> = {
  stock: (fact) => `This drop is ${fact}: once it is gone it is gone. What you can put into the basket is still there.`,
  "shipping-window": (fact) =>
    `All parcels of this drop leave and arrive in the window ${fact}. You get a mail when yours is on its way.`,
  returns: (fact) =>
    `You can send unworn pieces back ${fact}; refunds and exchanges both start from the link in your parcel.`,
  "payment-methods": (fact) => `You can pay with ${fact}. All of them are in the checkout.`,
  eligibility: (fact) => `We sell and ship ${fact}. Anyone of age in those countries can buy.`,
};

const isGeneral = (intent: Intent): intent is keyof GeneralFacts => Object.hasOwn(ANSWERS, intent);

/** Writes the island of an event from the catalogue's general facts; `overrides` replaces single facts. */
export const draftIsland = (facts: EventFacts, overrides: Partial<GeneralFacts> = {}): IslandDraft => ({
  event: facts.event,
  answers: Object.keys(ANSWERS).map((key) => {
    const intent = key as Intent;
    if (!isGeneral(intent)) throw new TypeError(`no answer is written for ${key}`);
    return {
      intent,
      answer: ANSWERS[intent](overrides[intent] ?? facts.general[intent]),
      cues: CUES[intent].map((cue) => cue.split(" ")),
    };
  }),
});

/** Approval is by a named person; an empty name approves nothing. */
export const approve = (draft: IslandDraft, approvedBy: string): ApprovedIsland => {
  if (approvedBy.trim() === "") throw new RangeError("an island is approved by a named person");
  return { ...draft, approvedBy };
};
