import { z } from "zod";
import { ACCESS_ACTIONS, ACCESS_WAYS } from "../contract/access-attempts.ts";
import { DRILL_IDS, INTENTS, LANES, PROFILES } from "../contract/ids.ts";
import { TARGET_PARTS } from "../contract/target-parts.ts";
import { contactStateSchema, epochMs } from "./wire.ts";

/**
 * Evidence: everything that a run recorded. Lines of k6 times are epoch milliseconds of the generator's clock.
 * A run folder: run.json, plan.json, drop.yaml and, per drill and replicate, `<drill>/<replicate>/` with
 * replicate.json, journal.ndjson, contacts.ndjson, handlings.ndjson, probes.ndjson, access.ndjson, health.ndjson, export/*;
 * manifest.json at the top holds the digest of each. verdict.json and what is drawn from it lie outside the seal.
 */
export const RUN_SCHEMA_ID = "fieldproof.run/1";
export const REPLICATE_SCHEMA_ID = "fieldproof.replicate/1";
export const MANIFEST_SCHEMA_ID = "fieldproof.manifest/1";

/** Whoever puts it into the folder of a run, or of all runs, ends them. */
export const STOP_FILE = "STOP";

/** Written beside the seal, and so never part of it. */
export const OUTSIDE_SEAL: readonly string[] = [
  STOP_FILE,
  "cleanup.ndjson",
  "manifest.json",
  "verdict.json",
  "report.html",
  "junit.xml",
  "summary.md",
  "ctrf.json",
  "metrics.txt",
  "objectives.csv",
  "badge.svg",
];

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** No plan draws so many. */
const MOST_CONTACTS = 20_000_000;

export const runSchema = z.strictObject({
  schema: z.literal(RUN_SCHEMA_ID),
  id: z.string().regex(/^[A-Za-z0-9-]{1,40}$/),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  profile: z.enum(PROFILES),
  drills: z.array(z.enum(DRILL_IDS)),
  /** Drills that were asked for and that the target cannot be asked for. */
  notRun: z.array(z.strictObject({ drill: z.enum(DRILL_IDS), reason: z.string() })).optional(),
  /** Their folders have names of three digits. */
  replicates: z.number().int().positive().max(999),
  planDigest: sha256,
  /** Of a former drop's arrivals, where the plan brings them; absent where it draws its own, and in runs of before. */
  arrivalsSha256: sha256.optional(),
  target: z.string(),
  /** Set when the run was stopped before its end; the folder is then marked as aborted. */
  aborted: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  versions: z.record(z.string(), z.string()),
  machine: z.strictObject({ cpu: z.string(), cores: z.number(), memoryMb: z.number(), platform: z.string() }),
});

/** Of a target that is spoken to by a mapping: what of it is mapped. */
export const mappedTargetSchema = z.strictObject({
  parts: z.array(z.enum(TARGET_PARTS)),
  /** From one look for replies to the next, wall milliseconds: no reply time is finer. Null where they are pushed. */
  repliesEveryMs: z.number().int().positive().nullable(),
  /** The same of the agents' looks at who waits; null without agents. */
  queueEveryMs: z.number().int().positive().nullable(),
  /** How fine its own stamps are; null when it gives none. */
  stampsMs: z.number().int().positive().nullable(),
  /** People work at it themselves: no agent of the run's has a part in it. */
  people: z.literal(true).optional(),
});

/** How long requests of the load waited for room in a desk's published limit; wall milliseconds. */
export const ownLimitSchema = z.strictObject({
  granted: z.number().int().nonnegative(),
  refused: z.number().int().nonnegative(),
  waitedMs: z.number().nonnegative(),
  longestWaitMs: z.number().nonnegative(),
  /** The same of what people did, without looks for news. */
  longestActWaitMs: z.number().nonnegative(),
});

const phase = z.strictObject({ name: z.string(), fromMs: z.number(), toMs: z.number() });

export const replicateSchema = z.strictObject({
  schema: z.literal(REPLICATE_SCHEMA_ID),
  drill: z.enum(DRILL_IDS),
  replicate: z.number().int().positive(),
  seed: z.number().int(),
  timeFactor: z.number().positive(),
  /** Epoch milliseconds of T0; null when the load never started. */
  t0: epochMs.nullable(),
  /** Wall milliseconds from T0. */
  phases: z.array(phase),
  /** The judge keeps some bytes for each, whether it came or not. */
  plannedContacts: z.number().int().nonnegative().max(MOST_CONTACTS),
  plannedSlots: z.number().int().nonnegative(),
  /** Contacts that a served target held before the load began; absent for one that the run booted itself. */
  contactsBefore: z.number().int().nonnegative().optional(),
  /** Absent for every target that is held to all that its drill demands. */
  mapped: mappedTargetSchema.optional(),
  /** Of a mapped desk's load that came to its end; absent in old runs. */
  ownLimit: ownLimitSchema.optional(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  k6: z
    .strictObject({
      exitCode: z.number().int().nullable(),
      signal: z.string().nullable(),
      finished: z.boolean(),
      strayLines: z.number().int().nonnegative(),
    })
    .nullable(),
  /** What ended the replicate early, when something did. */
  faults: z.array(z.strictObject({ code: z.string(), message: z.string(), at: epochMs })),
  aborted: z.boolean(),
});

export const manifestSchema = z.strictObject({
  schema: z.literal(MANIFEST_SCHEMA_ID),
  /** Sorted by path (code units); paths are relative with forward slashes. */
  files: z.array(z.strictObject({ path: z.string(), bytes: z.number().int().nonnegative(), sha256 })),
});

/** One line of journal.ndjson; `hash` is SHA-256 over the RFC 8785 form of the line without `hash`. */
export const journalEntrySchema = z.strictObject({
  seq: z.number().int().positive(),
  at: epochMs,
  kind: z.string(),
  data: z.record(z.string(), z.unknown()),
  prev: sha256,
  hash: sha256,
});

const fault = z.strictObject({ at: epochMs, where: z.string(), status: z.number().int(), code: z.string() });

/** What one customer lived through: one line of contacts.ndjson, written by k6 for each contact, always. */
export const contactRecordSchema = z.strictObject({
  kind: z.literal("contact"),
  /** Place in the schedule, from 0. */
  index: z.number().int().nonnegative(),
  clientContactId: z.string(),
  contactId: z.string().nullable(),
  consentId: z.string().nullable(),
  lane: z.enum(LANES),
  phase: z.string(),
  intent: z.enum(INTENTS),
  pop: z.string(),
  delivery: z.enum(["websocket", "long-poll"]),
  scheduledAt: epochMs,
  startedAt: epochMs,
  /** What the relay took the question for when it answered from the island; null when it did not. */
  answeredIntent: z.enum(INTENTS).nullable(),
  /** The relay handed the contact to a human, as the customer was told, at the first question or later. */
  handedOffAt: epochMs.nullable(),
  sent: z.array(
    z.strictObject({
      clientMessageId: z.string(),
      purpose: z.enum(["question", "resend", "complaint", "follow-up"]),
      at: epochMs,
      acknowledgedAt: epochMs.nullable(),
    }),
  ),
  seen: z.array(
    z.strictObject({
      id: z.string(),
      seq: z.number().int(),
      author: z.enum(["assistant", "agent", "system"]),
      at: epochMs,
      /** HMAC-SHA-256 of the text under the run's key, hex. */
      textHmac: z.string(),
      /** Whether the text holds the fact that the customer asked for; null for system lines. */
      right: z.boolean().nullable(),
      islandVersion: z.number().int().nullable(),
      keyId: z.string().nullable(),
      /** The stamp of a mapped desk, as it was read; null when it could not be. Absent where none is mapped, and in old runs. */
      stampedAt: epochMs.nullable().optional(),
    }),
  ),
  duplicatesSeen: z.number().int().nonnegative(),
  gapsSeen: z.number().int().nonnegative(),
  /** Messages of another contact's that this customer was shown; absent in runs of before they were counted. */
  strangersSeen: z.number().int().nonnegative().optional(),
  /** Of the customer's accepted messages: those that a mapped desk showed to them again, and those of which it is not known. */
  ownWords: z
    .strictObject({ shown: z.number().int().nonnegative(), waiting: z.number().int().nonnegative() })
    .optional(),
  left: z.strictObject({ at: epochMs, silent: z.boolean() }).nullable(),
  complaints: z.number().int().nonnegative(),
  /** End of the observation; at least the largest budget after the schedule in a completed run. */
  observedUntil: epochMs,
  reconnects: z.number().int().nonnegative(),
  rateLimited: z.number().int().nonnegative(),
  errors: z.array(fault),
});

/** What one agent slot did with one contact: one line of handlings.ndjson. */
export const handlingRecordSchema = z.strictObject({
  kind: z.literal("handling"),
  slot: z.number().int().nonnegative(),
  contactId: z.string(),
  clientContactId: z.string(),
  lane: z.enum(LANES),
  waitingSince: epochMs,
  offeredAt: epochMs,
  claimedAt: epochMs.nullable(),
  /** 409: another slot was quicker. */
  lostClaim: z.boolean(),
  contextComplete: z.boolean(),
  /** A mapped desk shows nothing that an agent of this contact's could miss: whether it was complete was not looked at. */
  contextUntold: z.literal(true).optional(),
  replyId: z.string().nullable(),
  replySentAt: epochMs.nullable(),
  resolvedAt: epochMs.nullable(),
  releasedAt: epochMs,
  /** Wall milliseconds in which the slot waited for the system while holding the contact. */
  systemMs: z.number().nonnegative(),
  errors: z.array(fault),
});

/** One island read of the refresh wave or of the steady sampling: one line of probes.ndjson. */
export const probeRecordSchema = z.strictObject({
  kind: z.literal("probe"),
  at: epochMs,
  pop: z.string(),
  phase: z.string(),
  status: z.number().int(),
  ms: z.number().nonnegative(),
  islandVersion: z.number().int().nullable(),
  keyId: z.string().nullable(),
  cacheStatus: z.string().nullable(),
  /** Result of the signature check, where this probe made one. */
  signatureGood: z.boolean().nullable(),
});

/**
 * One try at a door of the target's, with or without what proves who asks: one line of access.ndjson. The contacts that
 * it is tried on are beside the load, none of the plan's.
 */
export const accessRecordSchema = z.strictObject({
  kind: z.literal("access"),
  at: epochMs,
  ms: z.number().nonnegative(),
  /** A PoP, or `desk`. */
  door: z.string(),
  /** From 0; each round has contacts and controls of its own. */
  round: z.number().int().nonnegative(),
  /** In front of the client ids of the contacts that are tried on, here and at the target. */
  mark: z.string().regex(/^[A-Za-z0-9-]{1,40}-access-$/),
  /** Client id of the contact that is tried on; null at the desk. */
  contact: z.string().nullable(),
  /** `open`: the contacts to try on, which have to be there first. */
  action: z.enum(["open", ...ACCESS_ACTIONS]),
  way: z.enum(ACCESS_WAYS),
  /** Let in, kept out, or neither: no answer, a fault of the target's, a limit. */
  outcome: z.enum(["accepted", "refused", "unclear"]),
  /** Of the HTTP answer; of a WebSocket 101 where it was opened and 0 where it was not. */
  status: z.number().int(),
  /** The problem's code, or why there was no answer; null for an answer without. */
  code: z.string().nullable(),
});

/**
 * One walk of a real browser through the target's own page: one line of browser.ndjson. Times are wall milliseconds
 * by the page's own marks. The walk is beside the load: its contact is none of the plan's.
 */
export const browserRecordSchema = z.strictObject({
  kind: z.literal("browser"),
  /** In front of the client ids of the walk's contact, here and at the target. */
  mark: z.string().regex(/^[A-Za-z0-9-]{1,40}-probe-$/),
  pop: z.string(),
  /** Why there was no walk, or none to its end; null when there was. */
  unfinished: z.string().nullable(),
  walk: z
    .strictObject({
      /** From the request for the page to the page that can be used. */
      openedMs: z.number().nonnegative(),
      pressedAt: epochMs,
      /** From the press on: what the button began is on record; the first answer is shown; a person's answer is. */
      acknowledgedMs: z.number().nonnegative().nullable(),
      firstReplyMs: z.number().nonnegative().nullable(),
      humanReplyMs: z.number().nonnegative().nullable(),
      replyBy: z.enum(["assistant", "agent"]).nullable(),
      /** Whether the answer holds the fact that was asked for; null without an answer. */
      right: z.boolean().nullable(),
    })
    .nullable(),
});

/**
 * What a desk that is spoken to by a mapping says itself of one contact: one line of export/account.ndjson. Null for what
 * it does not say; times are its own stamps, as coarse as it writes them.
 */
export const accountRecordSchema = z.strictObject({
  contactId: z.string(),
  clientContactId: z.string(),
  lane: z.enum(LANES).nullable(),
  state: contactStateSchema.nullable(),
  openedAt: epochMs.nullable(),
  firstReplyAt: epochMs.nullable(),
  firstHumanReplyAt: epochMs.nullable(),
  resolvedAt: epochMs.nullable(),
  reopens: z.number().int().nonnegative().nullable(),
  messages: z.number().int().nonnegative().nullable(),
});

/** k6's own sign of life, each wall second. */
export const heartbeatRecordSchema = z.strictObject({ kind: z.literal("heartbeat"), at: epochMs, lateMs: z.number() });
export const clockRecordSchema = z.strictObject({ kind: z.literal("clock"), t0: epochMs, at: epochMs });
export const limitRecordSchema = z.strictObject({ kind: z.literal("limit"), at: epochMs, ...ownLimitSchema.shape });
export const endRecordSchema = z.strictObject({ kind: z.literal("end"), at: epochMs });

/** Every line that k6 may write to its console file. */
export const k6LineSchema = z.discriminatedUnion("kind", [
  contactRecordSchema,
  handlingRecordSchema,
  probeRecordSchema,
  accessRecordSchema,
  heartbeatRecordSchema,
  clockRecordSchema,
  limitRecordSchema,
  endRecordSchema,
]);

/** Generator health, sampled by the harness each wall second: one line of health.ndjson. */
export const healthRecordSchema = z.strictObject({
  kind: z.literal("health"),
  at: epochMs,
  /** Idle share of all cores since the line before; null for the first. */
  hostIdle: z.number().min(0).max(1).nullable(),
  k6CpuShare: z.number().nonnegative().nullable(),
  k6RssMb: z.number().nonnegative().nullable(),
  k6HeartbeatAgeMs: z.number().nullable(),
  eventLoopLagMs: z.number().nonnegative(),
  /** Wall clock minus monotonic clock since the start: a step shows as a jump. */
  clockDriftMs: z.number(),
});

export type RunRecord = z.infer<typeof runSchema>;
export type OwnLimit = z.infer<typeof ownLimitSchema>;
export type MappedTarget = z.infer<typeof mappedTargetSchema>;
export type ReplicateRecord = z.infer<typeof replicateSchema>;
export type Manifest = z.infer<typeof manifestSchema>;
export type JournalEntry = z.infer<typeof journalEntrySchema>;
export type ContactRecord = z.infer<typeof contactRecordSchema>;
export type HandlingRecord = z.infer<typeof handlingRecordSchema>;
export type ProbeRecord = z.infer<typeof probeRecordSchema>;
export type AccountRecord = z.infer<typeof accountRecordSchema>;
export type AccessRecord = z.infer<typeof accessRecordSchema>;
export type BrowserRecord = z.infer<typeof browserRecordSchema>;
export type HealthRecord = z.infer<typeof healthRecordSchema>;
export type HeartbeatRecord = z.infer<typeof heartbeatRecordSchema>;
export type K6Line = z.infer<typeof k6LineSchema>;
