import type { z } from "zod";
import { type Fault, faultsError } from "./fault.ts";
import { keysUnder, type SchemaNode, writtenJsonSchema } from "./json-schema-keys.ts";
import { schemaFaults } from "./schema-faults.ts";
import { readSmallFile } from "./small-file.ts";
import { type FieldPath, parseYaml, type YamlSource } from "./yaml-source.ts";

/** Something wrong with a value that its schema cannot say; the place is found from the path. */
export interface Finding {
  readonly path: FieldPath;
  readonly text: string;
}

/** A kind of file that people write in YAML. */
export interface YamlKind<T> {
  readonly schema: z.ZodType<T>;
  readonly code: "FP-PLAN-001" | "FP-TARGET-001" | "FP-SLA-001";
  /** With its article: `the plan`. */
  readonly noun: string;
  /** Sees the value as it was written, however wrong, and may throw where the file is not of a known version. */
  readonly before?: (value: unknown) => unknown;
  /** Findings beside those of the schema, told together with them. */
  readonly also?: (value: unknown) => readonly Finding[];
}

/** RFC 8785 has no form for half a character, so neither has a digest. */
const brokenText = (value: unknown, path: FieldPath, source: YamlSource): Fault[] => {
  if (typeof value === "string") {
    if (!/\p{Surrogate}/u.test(value)) return [];
    return [
      { ...source.valueAt(path), field: path.join("."), text: "holds half of a character, must be whole Unicode text" },
    ];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, below]) => brokenText(below, [...path, name], source));
};

/** The checked value of `text`. @throws FieldproofError of the kind's code with every fault, or what `before` throws */
export const parseYamlText = <T>(text: string, path: string, kind: YamlKind<T>): T => {
  const source = parseYaml(text);
  const value = kind.before?.(source.value) ?? source.value;
  const parsed = kind.schema.safeParse(value);
  const faults = [...source.faults];
  const found = kind.also?.(value) ?? [];
  faults.push(...found.map((one) => ({ ...source.valueAt(one.path), field: one.path.join("."), text: one.text })));
  if (!parsed.success) {
    // A value that is no mapping at all says nothing new about a text that is no YAML.
    const hopeless = source.broken && (typeof source.value !== "object" || source.value === null);
    const words = { noun: kind.noun, knownKeys: knownBelow(kind.schema) };
    if (!hopeless) faults.push(...schemaFaults(parsed.error.issues, source, words));
  } else {
    faults.push(...brokenText(parsed.data, [], source));
    if (faults.length === 0) return parsed.data;
  }
  throw faultsError(kind.code, path, faults);
};

/** A hostile file has ten thousand unknown keys: the schema is made once for all of them. */
const knownBelow = (schema: z.ZodType): ((path: FieldPath) => readonly string[]) => {
  let made: SchemaNode | null = null;
  return (path) => {
    made ??= writtenJsonSchema(schema, "");
    return keysUnder(made, path);
  };
};

/**
 * Bytes and text of a YAML file of at most `limitMb` megabytes.
 * @throws FieldproofError FP-FILE-001 and -003; `code` for bytes that are not UTF-8
 */
export const readYamlFile = async (
  path: string,
  limitMb: number,
  code: YamlKind<unknown>["code"],
): Promise<{ readonly bytes: Uint8Array; readonly text: string }> => {
  const bytes = await readSmallFile(path, limitMb);
  try {
    return { bytes, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    throw faultsError(code, path, [
      { line: 1, column: 1, field: "", text: "is not UTF-8 text, must be a YAML file saved as UTF-8" },
    ]);
  }
};
