import { z } from "zod";

/**
 * SLA policies as Zendesk's API gives them (GET /api/v2/slas/policies): what `fieldproof import-sla` reads of them. Keys
 * that are not named here are let be, since an export holds many.
 */
export const SLA_PRIORITIES = ["low", "normal", "high", "urgent"] as const;

/** Seconds that a target may have; a year is more than anybody promises. */
const MOST_SEC = 31_622_400;

const policyMetric = z.looseObject({
  priority: z.enum(SLA_PRIORITIES),
  metric: z.string().min(1).max(100),
  target: z
    .number()
    .positive()
    .max(MOST_SEC / 60)
    .optional()
    .describe("Minutes."),
  target_in_seconds: z.number().positive().max(MOST_SEC).optional().describe("Finer than `target`, and before it."),
  business_hours: z.boolean().default(false),
});

const policy = z.looseObject({
  title: z.string().min(1).max(500),
  position: z.number().optional(),
  filter: z.unknown().optional(),
  policy_metrics: z.array(policyMetric).max(500),
});

export const slaPoliciesSchema = z.looseObject({ sla_policies: z.array(policy).min(1).max(500) });

export type SlaPolicy = z.infer<typeof policy>;
export type SlaPolicyMetric = z.infer<typeof policyMetric>;
export type SlaPriority = (typeof SLA_PRIORITIES)[number];
