import { z } from "zod";

/** A node of a JSON Schema, as far as this project reads it. */
export interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly propertyNames?: { readonly enum?: readonly string[] };
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly [keyword: string]: unknown;
}

/** JSON Schema (draft 7, which every editor knows) of a file as it is written: what has a default may be left out. */
export const writtenJsonSchema = (schema: z.ZodType, title: string): SchemaNode => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input", target: "draft-7" });
  return { $schema, title, ...rest } as SchemaNode;
};

/** Names that `schema` allows under `path`; empty where no mapping is expected. */
export const keysUnder = (schema: SchemaNode, path: readonly (string | number)[]): readonly string[] => {
  let node: SchemaNode | undefined = schema;
  for (const step of path) {
    const below: SchemaNode | boolean | undefined =
      typeof step === "number" ? node?.items : (node?.properties?.[step] ?? node?.additionalProperties);
    node = typeof below === "object" ? below : undefined;
  }
  return [...Object.keys(node?.properties ?? {}), ...(node?.propertyNames?.enum ?? [])];
};
