import { z } from "zod";
import { COMPARED_POLICIES } from "../contract/call-policies.ts";
import { DRILL_VERDICTS, PROFILES } from "../contract/ids.ts";
import { callFiguresSchema } from "./call-figures.ts";
import { runSchema } from "./evidence.ts";
import { chartSchema } from "./verdict.ts";

/** `comparison-run.json`: what was to be compared, written before the first run. A folder with it is a comparison. */
export const COMPARISON_RUN_SCHEMA_ID = "fieldproof.comparison-run/1";
export const COMPARISON_RUN_FILE = "comparison-run.json";
/** `comparison.json`: what came of it, judged from the sealed folders of the runs. */
export const COMPARISON_SCHEMA_ID = "fieldproof.comparison/1";
export const COMPARISON_FILE = "comparison.json";

const policyId = z.enum(COMPARED_POLICIES);

export const comparisonRunSchema = z.strictObject({
  schema: z.literal(COMPARISON_RUN_SCHEMA_ID),
  kind: z.literal("policies"),
  id: runSchema.shape.id,
  startedAt: z.iso.datetime(),
  profile: z.enum(PROFILES),
  seed: z.number().int(),
  /** Each policy's run is the folder in here whose plan has this digest. */
  policies: z
    .array(z.strictObject({ id: policyId, planDigest: runSchema.shape.planDigest }))
    .min(1)
    .max(3),
  notes: z.array(z.string().max(300)).max(10),
});

export const policyOutcomeSchema = z.strictObject({
  id: policyId,
  title: z.string(),
  state: z.enum(["measured", "cant-tell", "not-run"]),
  /** Why nothing can be told; null when measured. */
  reason: z.string().nullable(),
  /** The drill's own verdict of this run. */
  verdict: z.enum(DRILL_VERDICTS).nullable(),
  /** Name of its folder in the comparison's; null when it was not run. */
  run: z.string().nullable(),
  /** Digest of that folder's manifest. */
  evidence: z.string().nullable(),
  /** Null unless measured. */
  figures: callFiguresSchema.nullable(),
});

export const comparisonSchema = z.strictObject({
  schema: z.literal(COMPARISON_SCHEMA_ID),
  kind: z.literal("policies"),
  id: runSchema.shape.id,
  startedAt: z.iso.datetime(),
  dropName: z.string(),
  profile: z.enum(PROFILES),
  seed: z.number().int(),
  timeFactor: z.number().positive().nullable(),
  target: z.string(),
  /** Customers of each run, the same in all. */
  customers: z.number().int().nonnegative().nullable(),
  /** Null when no choice can be named. */
  choose: policyId.nullable(),
  headline: z.string(),
  sentences: z.array(z.string()).max(12),
  policies: z.array(policyOutcomeSchema).min(1).max(3),
  charts: z.array(chartSchema).max(4),
  /** Those of the comparison's run, and one of each policy that was run again. */
  notes: z.array(z.string()).max(13),
  exitCode: z.number().int(),
});

export type ComparisonRun = z.infer<typeof comparisonRunSchema>;
export type PolicyOutcome = z.infer<typeof policyOutcomeSchema>;
export type Comparison = z.infer<typeof comparisonSchema>;
