import { CAPABILITIES, type Capability } from "./ids.ts";

/**
 * What one objective needs of its target: a capability, or a part of it that a desk which is spoken to by a mapping may
 * leave out. A drill's own needs are what it cannot be run without; an objective's are what it cannot be told without.
 */
export const TARGET_PARTS = [
  ...CAPABILITIES,
  "doors",
  "pages",
  "follow-ups",
  "own-words",
  "stamps",
  "context",
  "reply-ids",
] as const;
export type TargetPart =
  | Capability
  | "doors"
  | "pages"
  | "follow-ups"
  | "own-words"
  | "stamps"
  | "context"
  | "reply-ids";

/** What is said of a target without it; a reader of the report knows then why nothing was measured. */
export const PART_MISSING: Readonly<Record<TargetPart, string>> = {
  customer: "the target has no way for customers",
  agent: "no agents' calls are mapped",
  operations: "the target has no operations port",
  export: "the target gives no account of its own",
  islands: "the target has no FAQ islands",
  consent: "the target keeps no consents that could be looked at",
  log: "the target has no event log",
  fulfilment: "the target has no fulfilment partner that could be looked at",
  timeFactor: "the target runs in real time",
  doors: "doors are tried at the native wire alone",
  pages: "pages are walked at the bundled stack alone",
  "follow-ups": "no further message of a customer is mapped",
  "own-words": "customers' own words are not shown to them by the mapping",
  stamps: "no stamps of the target's are mapped",
  context: "nothing of an agent's context is mapped",
  "reply-ids": "the mapping reads no id of an agent's reply",
};
