import type { ObjectiveResult } from "../schema/verdict.ts";

/** One place in the evidence that shows a miss: whose contact, which message, when, and what was seen. */
export type Example = ObjectiveResult["examples"][number];

/** Most examples that an objective carries: enough to go and look, few enough to read. */
export const MOST_EXAMPLES = 3;

/** Keeps the first misses of one objective, in the order of the evidence. */
export interface Examples {
  add(example: Example): void;
  list(): Example[];
}

export function createExamples(): Examples {
  const kept: Example[] = [];
  return {
    add: (example) => {
      if (kept.length < MOST_EXAMPLES) kept.push(example);
    },
    list: () => [...kept],
  };
}
