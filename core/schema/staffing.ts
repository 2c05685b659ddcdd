import { z } from "zod";
import { PROFILES } from "../contract/ids.ts";

/** What a staffing can do for a drop, before it: by queueing formulas and by simulation. Part of `verdict.json`. */
export const STAFFING_SCHEMA_ID = "fieldproof.staffing/1";

const count = z.number().int().nonnegative();
const slots = z.number().int().positive().nullable();

/** Over the simulated seeds. */
const range = z.strictObject({ least: z.number(), mean: z.number(), most: z.number() });

/** One number of slots, tried on every seed. */
const trial = z.strictObject({
  slots: count,
  lateShare: range.describe("Of those who are handed to a person: the share beyond the p95 budget or never."),
  met: count.describe("Seeds in which the reply budget was kept."),
});

const byMethod = z.strictObject({
  automation: z.number().min(0).max(1).describe("Share of first questions that are answered without a person."),
  planned: z.boolean(),
  handOffsPerSec: z.strictObject({
    average: z.number().nonnegative().describe("Over step and tail."),
    step: z.number().nonnegative(),
  }),
  simulated: z.strictObject({
    least: slots,
    most: slots.describe("What keeps the budget in every seed; null where no number of slots does."),
    perSeed: z.array(slots),
  }),
  /** Null where no number of slots keeps the budget. `average` and `step`: the rate that the formula was given. */
  erlangA: z.strictObject({ average: slots, step: slots }),
  erlangC: z.strictObject({ average: slots, step: slots }),
});

export const staffingSchema = z.strictObject({
  schema: z.literal(STAFFING_SCHEMA_ID),
  profile: z.enum(PROFILES),
  seeds: z.array(z.number().int()).min(1),
  budget: z.strictObject({ p50Sec: z.number(), p95Sec: z.number() }),
  slotsPerAgent: z.number().int().positive(),
  plannedSlots: count,
  /** In ascending order of the share. */
  shares: z.array(byMethod).min(1),
  atPlan: trial,
  /** Null where the plan has no more than one agent. */
  oneAgentFewer: trial.nullable(),
  sentence: z.string(),
});

export type Staffing = z.infer<typeof staffingSchema>;
export type StaffingTrial = z.infer<typeof trial>;
export type StaffingShare = z.infer<typeof byMethod>;
