import { z } from "zod";
import { DRILL_IDS, PROFILES } from "../contract/ids.ts";
import { replicateSchema } from "./evidence.ts";

/**
 * Data of the journal entries that say again, in the chain, what other files of the run folder say: who edits those and
 * seals them anew has a folder that disagrees with itself.
 */
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** `replicate.began`, the first entry. */
export const replicateBeganSchema = z.strictObject({
  run: z.string(),
  profile: z.enum(PROFILES),
  drills: z.array(z.enum(DRILL_IDS)),
  /** How many replicates each drill has. */
  replicates: z.number().int().positive(),
  planDigest: sha256,
  arrivalsSha256: sha256.optional(),
  drill: z.enum(DRILL_IDS),
  replicate: z.number().int().positive(),
  seed: z.number().int(),
  timeFactor: z.number().positive(),
});

/** `replicate.planned`, before the load begins; absent where the target was never fit for one. */
export const replicatePlannedSchema = z.strictObject({
  contacts: replicateSchema.shape.plannedContacts,
  slots: replicateSchema.shape.plannedSlots,
  phases: replicateSchema.shape.phases,
  contactsBefore: replicateSchema.shape.contactsBefore,
  mapped: replicateSchema.shape.mapped,
  /** `core/judging/schedule-digest.ts`. */
  schedule: sha256,
  /** SHA-256, base64url, of the notice that customers are shown; absent in runs of before it was looked for. */
  noticeHash: z.string().optional(),
});

/** `evidence.collected`, after the load: digests of all files of the replicate but the journal and replicate.json. */
export const evidenceCollectedSchema = z.strictObject({
  t0: replicateSchema.shape.t0,
  k6: replicateSchema.shape.k6,
  files: z.record(z.string(), sha256),
});

/** `export.absent`: the target answered that it has no such export; its file is an empty one. */
export const exportAbsentSchema = z.strictObject({ name: z.literal("log"), status: z.number().int() });

/** `fault`: what ended the replicate early; as many as replicate.json names. */
export const journalFaultSchema = z.strictObject({ code: z.string(), message: z.string() });

/** `replicate.ended`, the last entry. */
export const replicateEndedSchema = z.strictObject({ aborted: z.boolean() });

export type ReplicateBegan = z.infer<typeof replicateBeganSchema>;
export type ReplicatePlanned = z.infer<typeof replicatePlannedSchema>;
export type EvidenceCollected = z.infer<typeof evidenceCollectedSchema>;
export type ExportAbsent = z.infer<typeof exportAbsentSchema>;
