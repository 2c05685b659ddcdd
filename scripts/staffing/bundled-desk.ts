import { createMatcher } from "../../core/triage/matcher.ts";
import type { SeededDesk } from "../../harness/staffing/drawn-drops.ts";
import { createCatalogue } from "../../mock-platform/catalogue/catalogue.ts";
import { draftIsland } from "../../mock-platform/knowledge/island-draft.ts";
import { seededRng } from "../../mock-platform/runtime/seeded-rng.ts";
import { STACK_DEFAULTS } from "../../mock-platform/stack-options.ts";

/** What the bundled stack knows under this seed, and what its relay answers by the island: the stack's own code. */
export function bundledDesk(event: string, items: number, seed: number): SeededDesk {
  const catalogue = createCatalogue({ event, items, orders: STACK_DEFAULTS.orders }, seededRng(seed));
  const { answers } = draftIsland(catalogue.facts);
  const matcher = createMatcher(answers);
  return {
    facts: catalogue.allFacts(),
    answers: ({ text }) => {
      const { route, intent } = matcher.match(text);
      return route === "island" ? (answers.find((one) => one.intent === intent)?.answer ?? null) : null;
    },
  };
}
