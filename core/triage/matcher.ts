import type { Intent } from "../contract/ids.ts";
import type { Decision, Island } from "../schema/wire.ts";
import { isPersonal } from "./personal.ts";
import { classesOf } from "./word-classes.ts";
import { oneSlipApart, stem, words } from "./words.ts";

/** What the matcher makes of one question. `score` in [0, 1]: how far the best intent stands out. */
export interface Match {
  readonly route: Decision["route"];
  readonly reason: "sure" | "unsure" | "personal";
  readonly intent: Intent | null;
  readonly score: number;
}

interface Cue {
  readonly stems: readonly string[];
}

export interface Matcher {
  match(text: string): Match;
}

/** Longer texts tell a story; the matcher leaves stories to people. */
const MOST_WORDS = 60;
const LEAST_LEAD = 1;
const FURTHER_CUE = 0.3;
const MOST_FURTHER = 3;

const found = (stems: ReadonlySet<string>, known: ReadonlySet<string>, wanted: string): boolean => {
  if (stems.has(wanted)) return true;
  if (wanted.length < 5 || wanted.startsWith("@")) return false;
  for (const word of stems) if (!known.has(word) && oneSlipApart(word, wanted)) return true;
  return false;
};

/** A cue counts by its number of words; further cues of the same intent add a little. */
const weigh = (cues: readonly Cue[], stems: ReadonlySet<string>, known: ReadonlySet<string>): number => {
  let best = 0;
  let hits = 0;
  for (const { stems: wanted } of cues) {
    if (!wanted.every((word) => found(stems, known, word))) continue;
    hits += 1;
    best = Math.max(best, wanted.length);
  }
  return hits === 0 ? 0 : best + FURTHER_CUE * Math.min(hits - 1, MOST_FURTHER);
};

/**
 * A plain matcher over the cues of one island. Sure only when one intent leads clearly; a question about the
 * customer's own order is never answered, whatever else it holds.
 */
export const createMatcher = (answers: Island["answers"]): Matcher => {
  const cues = answers.map(({ intent, cues: groups }) => ({
    intent,
    cues: groups.map((group) => ({ stems: group.map((word) => (word.startsWith("@") ? word : stem(word))) })),
  }));
  const known: ReadonlySet<string> = new Set([
    ...cues.flatMap((one) => one.cues.flatMap(({ stems }) => stems)),
    "stuck",
    "stick",
    "stack",
    "shock",
    "shopping",
    "shop",
  ]);
  return {
    match: (text) => {
      const all = words(text);
      const stems = new Set([...all.map(stem), ...classesOf(all)]);
      const ranked = cues
        .map(({ intent, cues: groups }) => ({ intent, weight: weigh(groups, stems, known) }))
        .sort((a, b) => b.weight - a.weight);
      const [first, second] = [ranked[0], ranked[1]?.weight ?? 0];
      const intent = first === undefined || first.weight === 0 ? null : first.intent;
      const weight = first?.weight ?? 0;
      const score = weight === 0 ? 0 : weight / (weight + second);
      if (isPersonal(text)) return { route: "human", reason: "personal", intent, score };
      const sure = intent !== null && weight - second >= LEAST_LEAD && all.length <= MOST_WORDS;
      return { route: sure ? "island" : "human", reason: sure ? "sure" : "unsure", intent, score };
    },
  };
};
