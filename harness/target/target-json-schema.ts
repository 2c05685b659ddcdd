import { targetFileSchema } from "../../core/schema/target-file.ts";
import { type SchemaNode, writtenJsonSchema } from "../plan/json-schema-keys.ts";

/** JSON Schema of a target file, for editors. */
export const targetJsonSchema = (): SchemaNode => writtenJsonSchema(targetFileSchema, "Target file (fieldproof)");
