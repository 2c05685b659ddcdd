import { FieldproofError } from "../core/errors/fieldproof-error.ts";

/**
 * Seeded defects: boot-time switches, each of which breaks the stack in one known way and in nothing else. They
 * prove that a drill can fail. `every`: the defect strikes each n-th time.
 */
export const DEFECTS = {
  "lost-reply": { every: 5, does: "an agent's reply is acknowledged and logged but never delivered, 1 in 5" },
  "consent-missing": { every: 10, does: "the fast path opens without a consent event, 1 in 10" },
  "log-gap": { every: 20, does: "contact.opened is not logged, 1 in 20" },
  "context-missing": { every: 4, does: "the routing context is null, 1 in 4" },
  "island-missing": { every: 1, does: "pop-b never gets an island" },
  "wrong-answer": { every: 1, does: "the island gives a wrong fact for the shipping window" },
  "slow-feed": { every: 1, does: "agents' replies are delivered 2 s late" },
} as const satisfies Readonly<Record<string, { every: number; does: string }>>;

export type DefectName = keyof typeof DEFECTS;

export interface Defects {
  readonly names: readonly DefectName[];
  /** Counts one occasion and says whether the defect strikes on it; never on a clean stack. */
  strikes(name: DefectName): boolean;
}

const isDefect = (name: string): name is DefectName => Object.hasOwn(DEFECTS, name);

/** Throws FP-STACK-008 with the list of known names when one of `names` is not among them. */
export const seededDefects = (names: readonly string[]): Defects => {
  const unknown = names.filter((name) => !isDefect(name));
  if (unknown.length > 0) {
    const known = Object.keys(DEFECTS).join(", ");
    throw new FieldproofError("FP-STACK-008", {
      problem: `no defect is called ${unknown.join(", ")}; known are ${known}`,
    });
  }
  const active = [...new Set(names.filter(isDefect))];
  const occasions = new Map<DefectName, number>();
  return {
    names: active,
    strikes: (name) => {
      if (!active.includes(name)) return false;
      const count = (occasions.get(name) ?? 0) + 1;
      occasions.set(name, count);
      return count % DEFECTS[name].every === 0;
    },
  };
};
