/**
 * What is tried at a target's doors with and without what proves who asks: the actions, and how each is tried. `rightly`
 * is the control: it differs from the others in nothing but the proof, and without it a refusal shows nothing.
 */
export const ACCESS_ATTEMPTS = {
  /** A customer's messages, by long poll. */
  read: ["no-token", "no-proof", "stolen-token", "other-session", "replayed-proof"],
  /** A message on a customer's contact. */
  write: ["no-token", "no-proof", "stolen-token", "other-session", "replayed-proof"],
  /** The feed, by a ticket. */
  feed: ["used-ticket"],
  /** The agents' queue. */
  queue: ["no-token", "wrong-token"],
} as const;

export type AccessAction = keyof typeof ACCESS_ATTEMPTS;
export const ACCESS_ACTIONS = Object.keys(ACCESS_ATTEMPTS).filter((key): key is AccessAction =>
  Object.hasOwn(ACCESS_ATTEMPTS, key),
);
export const ACCESS_WAYS = [
  "rightly",
  "no-token",
  "no-proof",
  "stolen-token",
  "other-session",
  "replayed-proof",
  "used-ticket",
  "wrong-token",
] as const;
export type AccessWay = (typeof ACCESS_WAYS)[number];

/** Where agents ask; customers ask at PoPs. */
export const DESK_DOOR = "desk";
/** What customers try at a PoP, and what agents try at the desk. */
export const CUSTOMER_ACTIONS: readonly AccessAction[] = ["read", "write", "feed"];
export const AGENT_ACTIONS: readonly AccessAction[] = ["queue"];

export type AttemptWay = Exclude<AccessWay, "rightly">;

/**
 * What is asked of a target, each an objective of its own: that a session proves itself, that what it may see is its
 * own, that agents prove themselves.
 */
export const ACCESS_QUESTIONS = {
  session: {
    actions: CUSTOMER_ACTIONS,
    ways: ["no-token", "no-proof", "stolen-token", "replayed-proof", "used-ticket"],
  },
  owner: { actions: CUSTOMER_ACTIONS, ways: ["other-session"] },
  agents: { actions: AGENT_ACTIONS, ways: ["no-token", "wrong-token"] },
} as const satisfies Readonly<
  Record<string, { readonly actions: readonly AccessAction[]; readonly ways: readonly AttemptWay[] }>
>;
export type AccessQuestion = keyof typeof ACCESS_QUESTIONS;

/** Ends the mark in front of the client ids of the contacts that are opened for it. */
export const ACCESS_MARK_END = "-access-";
