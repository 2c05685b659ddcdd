import { PLAN_SCHEMA_ID, type Plan, planSchema } from "../../core/schema/plan.ts";

/** The built-in plan: a drop of 300 items, every other field at its default. */
export const defaultPlan = (): Plan => planSchema.parse({ schema: PLAN_SCHEMA_ID, drop: { name: "Creator drop" } });
