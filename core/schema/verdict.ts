import { z } from "zod";
import { DRILL_IDS, DRILL_VERDICTS, PROFILES, RUN_VERDICTS } from "../contract/ids.ts";
import { callFiguresSchema } from "./call-figures.ts";
import { staffingSchema } from "./staffing.ts";
import { STIMULUS_IDS, type StimulusId } from "../contract/stimulus-ids.ts";

/**
 * `verdict.json`: everything that a report shows, and nothing that depends on where or when it was judged. The
 * same evidence gives the same bytes anywhere.
 */
export const VERDICT_SCHEMA_ID = "fieldproof.verdict/1";

const clock = z.enum(["simulated", "wall"]);
const unit = z.enum(["s", "ms", "share", "count", "slots"]);
const figure = z.strictObject({ value: z.number(), unit, clock: clock.nullable() });

/** Where in the evidence a miss can be looked up. */
const example = z.strictObject({
  contact: z.string().nullable().describe("The customer's own contact id, or the location's name."),
  message: z.string().nullable(),
  atSec: z.number().nullable().describe("Simulated seconds from T0."),
  what: z.string(),
});

export const objectiveResultSchema = z.strictObject({
  id: z.string(),
  title: z.string().describe("Plain words, true when the objective is met."),
  failureTitle: z.string(),
  key: z.boolean(),
  status: z.enum(["met", "missed", "unmeasured"]),
  notRun: z
    .string()
    .optional()
    .describe("Why it was NOT RUN: what the target lacks for it. Such a one is unmeasured, and spoils no verdict."),
  population: z.string(),
  statistic: z.string().describe("For example p95, share, count."),
  limit: figure,
  /** The figure as a picture (quantiles are type 7); never what decides. Null when nothing was measured. */
  measured: figure.nullable(),
  n: z.number().int().nonnegative(),
  leastN: z.number().int().nonnegative(),
  misses: z.number().int().nonnegative(),
  allowed: z.number().int().nonnegative(),
  /** What this objective says of the run, in one sentence. */
  sentence: z.string(),
  /** What to do when it is missed. */
  next: z.string(),
  code: z.string().describe("FP-NANO-... : explained by `fieldproof explain`."),
  examples: z.array(example).max(3).describe("The first misses, in the order of the evidence."),
  decidedByQueue: z.boolean().describe("True for objectives that a queue decides, judged over replicates."),
});

export const validityCheckSchema = z.strictObject({
  id: z.string(),
  ok: z.boolean(),
  sentence: z.string(),
  /** The limit and the value found, where there are any. */
  value: z.number().nullable(),
  limit: z.number().nullable(),
});

const point = z.tuple([z.number(), z.number()]);

/** A chart as data: drawn as SVG and table by the server, and by Chart.js where scripts run. */
export const chartSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** What the chart says, for those who cannot see it. */
  description: z.string(),
  kind: z.enum(["lines", "steps"]),
  x: z.strictObject({ label: z.string(), unit: z.string() }),
  y: z.strictObject({ label: z.string(), unit: z.string(), max: z.number().nullable() }),
  series: z.array(z.strictObject({ name: z.string(), points: z.array(point).max(300) })),
  bands: z.array(z.strictObject({ label: z.string(), from: z.number(), to: z.number() })),
  lines: z.array(z.strictObject({ label: z.string(), axis: z.enum(["x", "y"]), at: z.number() })),
});

export const tableSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string())).max(500),
});

const stimulusId = z.enum(STIMULUS_IDS as readonly [StimulusId, ...StimulusId[]]);

/** A stimulus that could not be proved undone, or the target rolled forward: it may be in place still. */
export const residueSchema = z.strictObject({
  drill: z.enum(DRILL_IDS),
  replicate: z.number().int().positive(),
  stimulus: stimulusId,
  target: z.string(),
  reason: z.string(),
  byHand: z.array(z.string()).describe("What a person would type, a line each."),
});

export const replicateVerdictSchema = z.strictObject({
  replicate: z.number().int().positive(),
  seed: z.number().int(),
  verdict: z.enum(DRILL_VERDICTS),
  reason: z.string(),
  aborted: z.boolean(),
  validity: z.array(validityCheckSchema),
  objectives: z.array(objectiveResultSchema),
  charts: z.array(chartSchema),
  tables: z.array(tableSchema),
  /** What was done to the target; absent in drills that do nothing to it. */
  stimulus: z
    .strictObject({
      id: stimulusId,
      kind: z.enum(["reversible", "one-way"]),
      phase: z.string(),
      state: z.enum(["not-done", "proved", "residue"]).describe("proved: undone or rolled forward, and proved so."),
    })
    .optional(),
  /** How the plan's call policy fared with its partner; absent in other drills and in verdicts of before. */
  calls: callFiguresSchema.optional(),
  /** Digest of the sealed manifest that this was judged from. */
  evidence: z.string(),
});

export const drillVerdictSchema = z.strictObject({
  drill: z.enum(DRILL_IDS),
  title: z.string(),
  why: z.string(),
  required: z.boolean(),
  verdict: z.enum(DRILL_VERDICTS),
  sentence: z.string(),
  code: z.string().nullable(),
  met: z.number().int().nonnegative(),
  of: z.number().int().nonnegative(),
  replicates: z.array(replicateVerdictSchema),
});

/** What beside the plan the drills were run on: when one of these changes, the verdict no longer speaks of it. */
export const coversSchema = z.strictObject({
  islands: z
    .string()
    .nullable()
    .describe("SHA-256, hex, over what the islands say; null where not every replicate was run on the same ones."),
  keys: z.array(z.string()).describe("Ids of the keys under which islands were proved, of all replicates, sorted."),
});

export const verdictSchema = z.strictObject({
  schema: z.literal(VERDICT_SCHEMA_ID),
  verdict: z.enum(RUN_VERDICTS),
  /** `READY (plumbing only)` and its like: the verdict with what limits it. */
  label: z.string(),
  sentence: z.string(),
  forecast: z.string(),
  exitCode: z.number().int(),
  run: z.strictObject({
    id: z.string(),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    profile: z.enum(PROFILES),
    /** Null where no replicate's record could be read. */
    timeFactor: z.number().nullable(),
    replicates: z.number().int(),
    seed: z.number().int(),
    planDigest: z.string(),
    dropName: z.string(),
    dropStartsAt: z.string().nullable(),
    target: z.string(),
    staffing: z.enum(["modelled", "real"]),
    validUntil: z.iso.datetime().nullable(),
    covers: coversSchema.optional(),
    versions: z.record(z.string(), z.string()),
    machine: z.strictObject({ cpu: z.string(), cores: z.number(), memoryMb: z.number(), platform: z.string() }),
  }),
  arithmetic: z.strictObject({
    neededSlots: z.number().nullable(),
    plannedSlots: z.number().int(),
    /** Busiest simulated minute, as a share of all slots; null when nothing was handled. */
    peakUse: z.number().nullable(),
    sentence: z.string(),
  }),
  /** What the plan's staffing can do; absent where no simulation knows the desk, and in verdicts of before. */
  staffing: staffingSchema.optional(),
  drills: z.array(drillVerdictSchema),
  /** Absent when nothing is left. */
  residue: z.array(residueSchema).optional(),
  /** At most three things to do before the drop, from the objectives' own texts. */
  actions: z.array(z.strictObject({ text: z.string(), from: z.string() })).max(3),
});

export type Covers = z.infer<typeof coversSchema>;
export type Figure = z.infer<typeof figure>;
export type ObjectiveResult = z.infer<typeof objectiveResultSchema>;
export type ValidityCheck = z.infer<typeof validityCheckSchema>;
export type Chart = z.infer<typeof chartSchema>;
export type Table = z.infer<typeof tableSchema>;
export type Residue = z.infer<typeof residueSchema>;
export type ReplicateVerdict = z.infer<typeof replicateVerdictSchema>;
export type DrillVerdictRecord = z.infer<typeof drillVerdictSchema>;
export type Verdict = z.infer<typeof verdictSchema>;
