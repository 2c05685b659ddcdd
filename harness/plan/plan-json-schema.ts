import { z } from "zod";
import { planSchema } from "../../core/schema/plan.ts";

/** A node of a JSON Schema, as far as this project reads it. */
export interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly propertyNames?: { readonly enum?: readonly string[] };
  readonly additionalProperties?: SchemaNode | boolean;
  readonly [keyword: string]: unknown;
}

/** JSON Schema (draft 7, which every editor knows) of `drop.yaml` as it is written: what has a default may be left out. */
export const planJsonSchema = (): SchemaNode => {
  const { $schema, ...rest } = z.toJSONSchema(planSchema, { io: "input", target: "draft-7" });
  return { $schema, title: "Plan of a drop (fieldproof)", ...rest } as SchemaNode;
};

let schema: SchemaNode | null = null;

/** Names that are allowed under `path`; empty where no mapping is expected. */
export const knownKeys = (path: readonly (string | number)[]): readonly string[] => {
  schema ??= planJsonSchema();
  let node: SchemaNode | undefined = schema;
  for (const step of path) {
    const below: SchemaNode | boolean | undefined = node?.properties?.[String(step)] ?? node?.additionalProperties;
    node = typeof below === "object" ? below : undefined;
  }
  return [...Object.keys(node?.properties ?? {}), ...(node?.propertyNames?.enum ?? [])];
};
