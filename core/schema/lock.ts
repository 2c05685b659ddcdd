import { z } from "zod";

/**
 * A lock in the state folder: who is at work on one address of a target, or on one run folder. `sum` is the SHA-256
 * of the RFC 8785 form of the rest, so that a lock that was cut or edited is told from a whole one.
 */
export const LOCK_SCHEMA_ID = "fieldproof.lock/1";

export const lockSchema = z.strictObject({
  schema: z.literal(LOCK_SCHEMA_ID),
  /** `host:port` of the target, or `run:` and the path of a run folder. */
  key: z.string().min(1).max(5000),
  /** The target as its file calls it. */
  target: z.string().max(200),
  runDir: z.string().min(1).max(4096),
  pid: z.number().int().positive(),
  /** What tells the process from a later one of the same number; null where the system does not say. */
  started: z.string().max(200).nullable(),
  host: z.string().max(300),
  since: z.iso.datetime(),
  sum: z.string().regex(/^[0-9a-f]{64}$/),
});

export type LockRecord = z.infer<typeof lockSchema>;
