import { z } from "zod";
import { DRILL_IDS, DRILL_VERDICTS, PROFILES, RUN_VERDICTS } from "../contract/ids.ts";

/**
 * `history.jsonl` in the folder of runs: one line a run, in the order in which they ended, only ever added to. It keeps
 * what runs are compared by, also of runs whose folders are gone; it decides nothing.
 */
export const HISTORY_SCHEMA_ID = "fieldproof.history/1";
export const HISTORY_FILE = "history.jsonl";

const name = z.string().max(300);

const objective = z.strictObject({
  id: name,
  status: z.enum(["met", "missed", "unmeasured"]),
  unit: z.enum(["s", "ms", "share", "count", "slots"]),
  /** Which side of the budget is the good one; null where nothing told. */
  bound: z.enum(["at most", "at least"]).nullable(),
  key: z.boolean(),
  measured: z.number().nullable(),
  n: z.number().int().nonnegative(),
  misses: z.number().int().nonnegative(),
  allowed: z.number().int().nonnegative(),
});

export const historyEntrySchema = z.strictObject({
  schema: z.literal(HISTORY_SCHEMA_ID),
  run: z.string().regex(/^[A-Za-z0-9-]{1,40}$/),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  planDigest: name,
  profile: z.enum(PROFILES),
  timeFactor: z.number().nullable(),
  target: name,
  staffing: z.enum(["modelled", "real"]),
  machine: z.strictObject({ cpu: name, cores: z.number(), memoryMb: z.number(), platform: name }),
  fieldproof: name,
  verdict: z.enum(RUN_VERDICTS),
  exitCode: z.number().int(),
  /** Until when a READY may be relied on; absent where it has no date. */
  validUntil: z.iso.datetime().optional(),
  /** Islands and keys that it was drilled on, as in the verdict; absent where none was proved. */
  covers: z.strictObject({ islands: name.nullable(), keys: z.array(name) }).optional(),
  drills: z.array(
    z.strictObject({
      drill: z.enum(DRILL_IDS),
      verdict: z.enum(DRILL_VERDICTS),
      replicates: z.array(
        z.strictObject({
          replicate: z.number().int().positive(),
          verdict: z.enum(DRILL_VERDICTS),
          objectives: z.array(objective),
        }),
      ),
    }),
  ),
});

export type HistoryEntry = z.infer<typeof historyEntrySchema>;
export type HistoryObjective = z.infer<typeof objective>;
