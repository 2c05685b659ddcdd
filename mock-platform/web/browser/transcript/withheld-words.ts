import type { Withheld } from "../../../../core/schema/transcript-wire.ts";

/** Why words are not there, to read in their place. */
const WORDS: Readonly<Record<Withheld, string>> = {
  personal: "Not shown: this is about one person or their order.",
  "no-purpose": "Not shown: the customer did not allow it.",
  "personal-data": "Not shown: the words name a person, an order or an address.",
  withdrawn: "Not shown: the customer took the consent back.",
  moderated: "Taken away by the support team.",
  superseded: "Not shown: this wording was replaced.",
};

export const withheldText = (why: Withheld): string => WORDS[why];
