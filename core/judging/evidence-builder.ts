import { clientContactIdAt, PERSONAL_INTENTS } from "../contract/ids.ts";
import {
  ACCESS_ATTEMPTS,
  type AccessAction,
  type AccessWay,
  AGENT_ACTIONS,
  CUSTOMER_ACTIONS,
  DESK_DOOR,
} from "../contract/access-attempts.ts";
import type {
  AccessRecord,
  BrowserRecord,
  ContactRecord,
  HandlingRecord,
  ProbeRecord,
  ReplicateRecord,
} from "../schema/evidence.ts";
import type { ConsentRecord, DeskContact, LogEntry } from "../schema/wire.ts";
import { CHAIN_START, type ChainTools, linked } from "../trust/hash-chain.ts";
import { idHash } from "./id-hash.ts";

/** Small records for tests of judges: a contact answered rightly by the island, unless told otherwise. */
export const T0 = 1_700_000_000_000;

export const aReplicate = (part: Partial<ReplicateRecord> = {}): ReplicateRecord => ({
  schema: "fieldproof.replicate/1",
  drill: "nano-drop",
  replicate: 1,
  seed: 7,
  timeFactor: 10,
  t0: T0,
  phases: [
    { name: "control", fromMs: 0, toMs: 5000 },
    { name: "drain", fromMs: 5000, toMs: 15_000 },
  ],
  plannedContacts: 100,
  plannedSlots: 20,
  startedAt: "2026-11-24T14:02:00.000Z",
  endedAt: "2026-11-24T14:03:00.000Z",
  k6: { exitCode: 0, signal: null, finished: true, strayLines: 0 },
  faults: [],
  aborted: false,
  ...part,
});

export const PREFIX = "run-1";
const id = (index: number): string => clientContactIdAt(PREFIX, index);

/** Enough of a digest to link the entries of a test's log; nothing rests on its strength. */
export const toyChain: ChainTools = {
  canonical: (value) => JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))),
  sha256Hex: (text) => idHash(text).toString(16).padStart(64, "0"),
};

export const aSeen = (part: Partial<ContactRecord["seen"][number]> = {}): ContactRecord["seen"][number] => ({
  id: "m2",
  seq: 2,
  author: "assistant",
  at: T0 + 40,
  textHmac: "00",
  right: true,
  islandVersion: 1,
  keyId: "k",
  ...part,
});

/** A read of the island while the drop goes on, its signature checked. */
export const aSteadyRead = (pop: string, part: Partial<ProbeRecord> = {}): ProbeRecord => ({
  ...{ kind: "probe", at: T0 + 500, pop, phase: "steady", status: 200, ms: 3, islandVersion: 1, keyId: "k" },
  ...{ cacheStatus: null, signatureGood: true },
  ...part,
});

export const aContact = (index: number, part: Partial<ContactRecord> = {}): ContactRecord => ({
  kind: "contact",
  index,
  clientContactId: id(index),
  contactId: `desk-${index}`,
  consentId: `consent-${index}`,
  lane: "stream",
  phase: "control",
  intent: "stock",
  pop: "pop-a",
  delivery: "websocket",
  scheduledAt: T0,
  startedAt: T0 + 2,
  answeredIntent: "stock",
  handedOffAt: null,
  sent: [{ clientMessageId: `${id(index)}-q`, purpose: "question", at: T0 + 2, acknowledgedAt: T0 + 20 }],
  seen: [aSeen()],
  duplicatesSeen: 0,
  gapsSeen: 0,
  left: null,
  complaints: 0,
  observedUntil: T0 + 10_000,
  reconnects: 0,
  rateLimited: 0,
  errors: [],
  ...part,
});

/** A contact that a person answered after `waitMs` of wall time; null for never. */
export const aHandedOff = (index: number, waitMs: number | null): ContactRecord =>
  aContact(index, {
    intent: "order-held",
    answeredIntent: null,
    handedOffAt: T0 + 20,
    seen: waitMs === null ? [] : [aSeen({ id: `reply-${index}`, author: "agent", at: T0 + 20 + waitMs })],
  });

export const aHandling = (index: number, replyAfterMs: number, part: Partial<HandlingRecord> = {}): HandlingRecord => ({
  kind: "handling",
  slot: 0,
  contactId: `desk-${index}`,
  clientContactId: id(index),
  lane: "stream",
  waitingSince: T0 + 20,
  offeredAt: T0 + 30,
  claimedAt: T0 + 200,
  lostClaim: false,
  contextComplete: true,
  replyId: `reply-${index}`,
  replySentAt: T0 + 20 + replyAfterMs,
  resolvedAt: T0 + 5000,
  releasedAt: T0 + 5000,
  systemMs: 20,
  errors: [],
  ...part,
});

export const aDeskContact = (index: number, part: Partial<DeskContact> = {}): DeskContact => ({
  contactId: `desk-${index}`,
  clientContactId: id(index),
  consentId: `consent-${index}`,
  lane: "stream",
  state: "resolved",
  openedAt: T0,
  handedOffAt: null,
  firstReplyAt: T0,
  firstHumanReplyAt: null,
  resolvedAt: T0,
  reopens: 0,
  messages: 2,
  ...part,
});

/** In front of the client ids of a browser's walk. */
export const WALK_MARK = "1124T1402-7-1-probe-";

/** A walk of a real browser that got its answer. */
export const aWalk = (part: Partial<BrowserRecord> = {}): BrowserRecord => ({
  ...{ kind: "browser", mark: WALK_MARK, pop: "pop-a", unfinished: null },
  walk: {
    ...{ openedMs: 400, pressedAt: T0 + 3000, acknowledgedMs: 80, firstReplyMs: 105, humanReplyMs: null },
    ...{ replyBy: "assistant", right: true },
  },
  ...part,
});

/** In front of the client ids of contacts that doors were tried with. */
export const ACCESS_MARK = `${PREFIX}-access-`;

/** One round of tries at each door of a target that lets in whom it must and nobody else. */
export const aRoundOfAttempts = (pops: readonly string[], round = 0): AccessRecord[] => {
  const tried = (door: string, action: AccessAction, way: AccessWay): AccessRecord => ({
    ...{ kind: "access", at: T0 + 1000, ms: 3, door, round, mark: ACCESS_MARK, action, way },
    contact: door === DESK_DOOR ? null : `${ACCESS_MARK}${door}-${round}-a`,
    ...(way === "rightly"
      ? { outcome: "accepted" as const, status: 200, code: null }
      : { outcome: "refused" as const, status: 401, code: "bad-token" }),
  });
  const all = (door: string, actions: readonly AccessAction[]): AccessRecord[] =>
    actions.flatMap((action) => [
      tried(door, action, "rightly"),
      ...ACCESS_ATTEMPTS[action].map((way) => tried(door, action, way)),
    ]);
  return [...pops.flatMap((pop) => all(pop, CUSTOMER_ACTIONS)), ...all(DESK_DOOR, AGENT_ACTIONS)];
};

/** What modelled customers allow: those with a question about their order, and those without. */
export const purposesFor = ({ intent }: ContactRecord): string[] =>
  PERSONAL_INTENTS.includes(intent) ? ["support-reply", "order-lookup"] : ["support-reply"];

export const aConsent = (index: number, part: Partial<ConsentRecord> = {}): ConsentRecord => ({
  consentId: `consent-${index}`,
  jti: `jti-${index}`,
  sessionId: `session-${index}`,
  clientContactId: id(index),
  purposes: ["support-reply"],
  noticeHash: "h",
  state: "given",
  recordedAt: T0,
  ...part,
});

/** Entries of the log with links that hold under `toyChain`: give the whole list at once. */
export const aLog = (entries: readonly { kind: LogEntry["kind"]; subject: string; index: number }[]): LogEntry[] => {
  let head = CHAIN_START;
  return entries.map((entry, place) => {
    const body = { clientContactId: id(entry.index) };
    const made = linked({ index: place, at: T0, kind: entry.kind, subject: entry.subject, body }, head, toyChain);
    head = made.hash;
    return made;
  });
};
