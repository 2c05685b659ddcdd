import type { Decision, Island, Message, QueueItem, RoutingContext } from "../schema/wire.ts";
import type { AccessAction, AccessWay } from "./access-attempts.ts";
import type { Intent, Lane } from "./ids.ts";

/** Why an exchange with the target gave nothing: the HTTP status (0: no answer) and the problem's code. */
export interface Fault {
  readonly where: string;
  readonly status: number;
  readonly code: string;
  /** How long the target asks to be left alone (Retry-After, RFC 9110 section 10.2.3), wall milliseconds. */
  readonly retryAfterMs?: number;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

export interface Question {
  readonly clientContactId: string;
  readonly clientMessageId: string;
  readonly lane: Lane;
  readonly text: string;
  readonly orderId: string | null;
}

/** A message as a customer was shown it. */
export interface ShownMessage extends Message {
  /**
   * The target's own stamp, epoch milliseconds; null when it could not be read, absent where none is asked for. `at` stands
   * in for it in both cases and proves nothing of the target's clock then.
   */
  readonly stampedAt?: number | null;
}

export interface OpenedContact {
  readonly contactId: string;
  readonly consentId: string;
  readonly decision: Decision;
  readonly messages: readonly ShownMessage[];
}

/** How many of a customer's accepted messages were shown to them again, and for how many it is not known. */
export interface OwnWordsState {
  readonly shown: number;
  readonly waiting: number;
}

export interface FollowHandlers {
  /** Each message once, in order of `seq`. */
  onMessage(message: ShownMessage): void;
  /** A message that came again; the resume should have prevented it. */
  onDuplicate(seq: number): void;
  /** `missed` messages never came although a later one did. */
  onGap(missed: number): void;
  onReconnect(): void;
  onFault(fault: Fault): void;
  /** Once, as the following is stopped, where the target shows customers their own words. */
  onOwnWords?(words: OwnWordsState): void;
}

/** What a customer can do at a target; one instance is one customer's ephemeral session. */
export interface CustomerPort {
  /** The one button: consent and first question in one step. Safe to repeat with the same client ids. */
  open(question: Question): Promise<Outcome<OpenedContact>>;
  /** Safe to repeat with the same `clientMessageId`. */
  send(
    contactId: string,
    clientMessageId: string,
    text: string,
  ): Promise<Outcome<{ readonly decision: Decision | null }>>;
  /** Receives replies from `afterSeq` on, resuming by itself, until `stop`. */
  follow(
    contactId: string,
    afterSeq: number,
    delivery: "websocket" | "long-poll",
    handlers: FollowHandlers,
  ): { stop(): void };
  signal(contactId: string, kind: "helpful" | "not-helpful" | "left"): Promise<Outcome<null>>;
}

export interface Claimed {
  readonly context: RoutingContext | null;
  readonly messages: readonly Message[];
}

/** What an agent can do at a desk. */
export interface AgentPort {
  /** The next contact offered to this slot, or null when none came within `waitMs` (wall). */
  next(lane: Lane, waitMs: number): Promise<Outcome<QueueItem | null>>;
  /** `value` null: another slot was quicker. Safe to repeat with the same `key`, unique for each claim. */
  claim(contactId: string, key: string): Promise<Outcome<Claimed | null>>;
  reply(contactId: string, clientMessageId: string, text: string): Promise<Outcome<{ readonly messageId: string }>>;
  resolve(contactId: string): Promise<Outcome<null>>;
}

/** One island as a reader at a PoP sees it. */
export interface IslandReading {
  readonly status: number;
  readonly version: number | null;
  /** Of the key under which the signature is good; else what the first signature names. */
  readonly keyId: string | null;
  readonly cacheStatus: string | null;
  /** Null when the signature was not checked. */
  readonly signatureGood: boolean | null;
  /** What was signed; only where the signature is good. */
  readonly island?: Island;
}

export interface IslandPort {
  read(pop: string, verify: boolean): Promise<IslandReading>;
}

/** What came of one try at a door. */
export interface AccessAnswer {
  readonly outcome: "accepted" | "refused" | "unclear";
  readonly status: number;
  readonly code: string | null;
}

/** One try that can be made once; the tries of a round are made in their order. */
export interface AccessAttempt {
  readonly action: AccessAction;
  readonly way: AccessWay;
  try(): Promise<AccessAnswer>;
}

/** Tries a target's doors with and without what proves who asks. Touches no contact but those that it opened itself. */
export interface AccessPort {
  /** Two sessions at a PoP, each with a contact of its own, and what to try on the first one's; no tries when it failed. `leave` ends the wait for a person. */
  customers(
    pop: string,
    mine: string,
    others: string,
  ): Promise<{ opened: AccessAnswer; attempts: readonly AccessAttempt[]; leave(): Promise<void> }>;
  agents(): readonly AccessAttempt[];
}

/** An agent's answer, made of what the desk put before the eyes and nothing else; null when it is not there. */
export type AnswerFromContext = (intent: Intent, context: RoutingContext | null) => string | null;
