import { z } from "zod";

/**
 * The part of OpenSLO v1 that `fieldproof import-sla` reads: objects of kind SLO with their objectives. Other keys are
 * let be: metric sources, alerting and services say nothing of a budget.
 */
const shortText = z.string().min(1).max(500);

const objective = z.looseObject({
  displayName: shortText.optional(),
  op: z.enum(["lte", "lt", "gte", "gt"]).optional(),
  value: z.number().optional(),
  target: z.number().min(0).max(1).optional(),
  targetPercent: z.number().min(0).max(100).optional(),
});

const timeWindow = z.looseObject({ duration: shortText, isRolling: z.boolean().optional() });

export const openSloObjectSchema = z.looseObject({
  apiVersion: z.literal("openslo/v1"),
  kind: shortText,
  metadata: z.looseObject({ name: shortText, annotations: z.record(z.string(), z.string()).optional() }),
});

export const openSloSchema = z.looseObject({
  ...openSloObjectSchema.shape,
  kind: z.literal("SLO"),
  spec: z.looseObject({
    timeWindow: z.array(timeWindow).max(20).optional(),
    budgetingMethod: z.enum(["Occurrences", "Timeslices", "RatioTimeslices"]).default("Occurrences"),
    objectives: z.array(objective).min(1).max(100),
  }),
});

export type OpenSlo = z.infer<typeof openSloSchema>;
export type OpenSloObjective = OpenSlo["spec"]["objectives"][number];
