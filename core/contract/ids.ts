/** The seven drills, in the order in which a report lists them when nothing else decides. */
export const DRILL_IDS = [
  "nano-drop",
  "key-rotation",
  "cache-eviction",
  "overloaded-fulfilment",
  "post-event-audit",
  "solo-cost",
  "privacy-smoke",
] as const;
export type DrillId = (typeof DRILL_IDS)[number];

/** What each drill rehearses, in plain words, for reports in which it did not run. */
export const DRILL_NAMES: Readonly<Record<DrillId, string>> = {
  "nano-drop": "Questions of a drop, and who answers them",
  "key-rotation": "Change of keys and recovery of lost consents",
  "cache-eviction": "Withdrawal of answers from the edge",
  "overloaded-fulfilment": "An overloaded fulfilment partner",
  "post-event-audit": "Proof of every conversation afterwards",
  "solo-cost": "One creator alone, and the cost",
  "privacy-smoke": "What leaves the house about customers",
};

/**
 * Drills whose outcome a queue decides: another seed may come out otherwise, so they are run in replicates. What the others
 * find is a fact of the target, which one run shows as well as five.
 */
export const QUEUE_DRILLS: readonly DrillId[] = ["nano-drop", "overloaded-fulfilment", "solo-cost"];

/** How often a run of `asked` replicates runs this drill. */
export const replicatesOf = (drill: DrillId, asked: number): number => (QUEUE_DRILLS.includes(drill) ? asked : 1);

/** What the client's contact ids of one replicate begin with; behind it, after a hyphen, stands the place in the schedule. */
export const contactPrefix = (runId: string, replicate: number): string => `${runId}-${replicate}`;

/** The client's id of the contact at this place in the schedule, from 0. */
export const clientContactIdAt = (prefix: string, place: number): string =>
  `${prefix}-${String(place).padStart(6, "0")}`;

/** Where a contact is handled: the fast path, the ordinary desk, or one creator alone. */
export const LANES = ["stream", "standard", "solo"] as const;
export type Lane = (typeof LANES)[number];

/** What customers of a drop ask about. */
export const INTENTS = [
  "stock",
  "shipping-window",
  "returns",
  "payment-methods",
  "eligibility",
  "was-i-charged",
  "order-held",
  "order-missing",
] as const;
export type Intent = (typeof INTENTS)[number];

/** Intents whose right answer depends on one customer's order: no island may hold it. */
export const PERSONAL_INTENTS: readonly Intent[] = ["was-i-charged", "order-held", "order-missing"];

export const PROFILES = ["smoke", "rehearsal", "drop"] as const;
export type ProfileName = (typeof PROFILES)[number];

export const DRILL_VERDICTS = ["PASS", "FAIL", "INCONCLUSIVE", "NOT RUN"] as const;
export type DrillVerdict = (typeof DRILL_VERDICTS)[number];

export const RUN_VERDICTS = ["READY", "NOT READY", "CAN'T TELL"] as const;
export type RunVerdict = (typeof RUN_VERDICTS)[number];

/** What a target can do; a drill whose needs are not all there is NOT RUN. */
export const CAPABILITIES = [
  "customer",
  "agent",
  "operations",
  "export",
  "islands",
  "consent",
  "log",
  "fulfilment",
  "timeFactor",
] as const;
export type Capability = (typeof CAPABILITIES)[number];
