import { FieldproofError } from "../core/errors/fieldproof-error.ts";

/**
 * Seeded defects: boot-time switches, each of which breaks the stack in one known way and in nothing else. They
 * prove that a drill can fail. `every`: the defect strikes each n-th time.
 */
export const DEFECTS = {
  "lost-reply": { every: 5, does: "an agent's reply is acknowledged and logged but never delivered, 1 in 5" },
  "doubled-reply": { every: 5, does: "an agent's reply is delivered twice, 1 in 5" },
  "consent-missing": { every: 10, does: "the fast path opens without a consent event, 1 in 10" },
  "log-gap": { every: 20, does: "contact.opened is not logged, 1 in 20" },
  "context-missing": { every: 4, does: "the routing context is null, 1 in 4" },
  "island-missing": { every: 1, does: "pop-b never gets an island" },
  "wrong-answer": { every: 1, does: "the island gives a wrong fact for the shipping window" },
  "slow-feed": { every: 1, does: "agents' replies are delivered 2 s late" },
  "slow-island": { every: 1, does: "the relay takes 6 s over each answer from the island" },
  "overconfident-triage": { every: 1, does: "the relay answers what it is not sure of, or only a person may" },
  "silent-reopen": { every: 2, does: "a message on a resolved contact is acknowledged and reopens nothing, 1 in 2" },
  "agent-starvation": { every: 4, does: "a waiting contact is kept from free agents for 1 s, 1 in 4" },
  "queue-jump": { every: 1, does: "who was handed off last is offered first" },
  "proof-unchecked": { every: 1, does: "a customer's token is good without proof that its holder asks" },
  "owner-unchecked": { every: 1, does: "any session may read and write any contact" },
  "agents-unchecked": { every: 1, does: "the agents' queue and replies are open without their bearer" },
  "clock-off": { every: 1, does: "the desk's clock is 90 s ahead" },
} as const satisfies Readonly<Record<string, { every: number; does: string }>>;

/**
 * Benign controls: boot-time switches that strain the stack within what a drop allows. A drill must stay green under
 * each, or its red means nothing.
 */
export const BENIGN = {
  "slow-pop": { every: 1, does: "pop-b takes 150 ms longer over each request" },
  "old-proofs": { every: 1, does: "customers' proofs come with a clock that is 30 s slow" },
  "agent-resets": { every: 8, does: "an agent's wait for work is cut off, 1 in 8" },
} as const satisfies Readonly<Record<string, { every: number; does: string }>>;

/**
 * Switches of the partner and of how the desk lives with it. Their drill is overloaded-fulfilment: as soon as the
 * catalogue has it, its selftest must have each of them (scripts/selftest/cells.test.ts).
 */
export const PARTNER_DEFECTS = {
  "retry-storm": { every: 1, does: "the desk asks its partner again at once, eight times, whatever it answers" },
  "lost-hand-off": {
    every: 5,
    does: "a refused or late matter becomes no promise and is followed up by nobody, 1 in 5",
  },
  "promise-without-owner": { every: 5, does: "a promise of the desk's own has no owner, 1 in 5" },
  "double-resolution": {
    every: 5,
    does: "news of a resolved matter resolves it again, and tells the customer, 1 in 5",
  },
  "recovery-herd": { every: 1, does: "all open promises are followed up at the same moment, without a pace" },
  "breaker-stuck-open": { every: 1, does: "the breaker to the partner never closes again once it is open" },
  "unbounded-queue": { every: 1, does: "the partner lets everybody wait, however many there are" },
} as const satisfies Readonly<Record<string, { every: number; does: string }>>;

export const PARTNER_BENIGN = {
  "slow-partner": { every: 1, does: "the partner takes 1.05 times as long over each case, within what a call waits" },
  "duplicate-callback": { every: 1, does: "the partner sends each callback twice" },
} as const satisfies Readonly<Record<string, { every: number; does: string }>>;

export type PartnerSwitchName = keyof typeof PARTNER_DEFECTS | keyof typeof PARTNER_BENIGN;
export type DefectName = keyof typeof DEFECTS;
export type BenignName = keyof typeof BENIGN;
type SwitchName = DefectName | BenignName | PartnerSwitchName;

export interface Defects {
  readonly names: readonly SwitchName[];
  /** Counts one occasion and says whether the switch strikes on it; never on a clean stack. */
  strikes(name: SwitchName): boolean;
}

const SWITCHES: Readonly<Record<SwitchName, { readonly every: number }>> = {
  ...{ ...DEFECTS, ...BENIGN },
  ...{ ...PARTNER_DEFECTS, ...PARTNER_BENIGN },
};
const isSwitch = (name: string): name is SwitchName => Object.hasOwn(SWITCHES, name);

/** Of defects and benign controls. Throws FP-STACK-008 with the known names when one of `names` is not among them. */
export const seededDefects = (names: readonly string[]): Defects => {
  const unknown = names.filter((name) => !isSwitch(name));
  if (unknown.length > 0) {
    const known = Object.keys(SWITCHES).join(", ");
    throw new FieldproofError("FP-STACK-008", {
      problem: `no defect is called ${unknown.join(", ")}; known are ${known}`,
    });
  }
  const active = [...new Set(names.filter(isSwitch))];
  const occasions = new Map<SwitchName, number>();
  return {
    names: active,
    strikes: (name) => {
      if (!active.includes(name)) return false;
      const count = (occasions.get(name) ?? 0) + 1;
      occasions.set(name, count);
      return count % SWITCHES[name].every === 0;
    },
  };
};
