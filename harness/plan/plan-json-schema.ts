import { planSchema } from "../../core/schema/plan.ts";
import { type SchemaNode, writtenJsonSchema } from "./json-schema-keys.ts";

/** JSON Schema of `drop.yaml`. */
export const planJsonSchema = (): SchemaNode => writtenJsonSchema(planSchema, "Plan of a drop (fieldproof)");
