import type { z } from "zod";

/** True: the schema takes the value as it is. False says nothing; the schema itself has the last word, and the fault. */
export type QuickCheck = (value: unknown) => boolean;

type Schema = z.core.$ZodType;
type Def = z.core.$ZodTypes["_zod"]["def"];
type CheckDef = z.core.$ZodChecks["_zod"]["def"];

/** Checks of a number or a text that are known here; null for one that is not. */
function constraint(def: CheckDef): ((value: number & string) => boolean) | null {
  switch (def.check) {
    case "number_format":
      return def.format === "safeint" ? (value) => Number.isSafeInteger(value) : null;
    case "greater_than": {
      const { value: limit, inclusive } = def;
      return inclusive ? (value) => value >= Number(limit) : (value) => value > Number(limit);
    }
    case "less_than": {
      const { value: limit, inclusive } = def;
      return inclusive ? (value) => value <= Number(limit) : (value) => value < Number(limit);
    }
    case "min_length":
      return ({ length }) => length >= def.minimum;
    case "max_length":
      return ({ length }) => length <= def.maximum;
    case "length_equals":
      return ({ length }) => length === def.length;
    case "string_format": {
      const { format, pattern } = def;
      // A pattern that remembers where it was gives another answer each time.
      if (format !== "regex" || pattern === undefined || pattern.global || pattern.sticky) return null;
      return (value) => pattern.test(value);
    }
    default:
      return null;
  }
}

const constrained = (def: Def, holds: QuickCheck): QuickCheck | null => {
  // A schema that is a check itself, as z.iso.datetime() and z.int() are.
  if ("check" in def) return null;
  const defs = def.checks?.map((check) => check._zod.def as CheckDef) ?? [];
  const checks = defs.flatMap((one) => constraint(one) ?? []);
  if (checks.length !== defs.length) return null;
  const [first, second, ...more] = checks as QuickCheck[];
  if (first === undefined) return holds;
  if (second === undefined) return (value) => holds(value) && first(value);
  if (more.length === 0) return (value) => holds(value) && first(value) && second(value);
  return (value) => {
    if (!holds(value) || !first(value) || !second(value)) return false;
    for (const check of more) if (!check(value)) return false;
    return true;
  };
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

interface Field {
  readonly key: string;
  readonly check: QuickCheck;
  readonly optional: boolean;
}

/** Of a strict object: all that must be there, and nothing else. */
function objectCheck(shape: Readonly<Record<string, Schema>>): QuickCheck | null {
  const fields: Field[] = [];
  for (const [key, schema] of Object.entries(shape)) {
    const def = schema._zod.def as Def;
    const optional = def.type === "optional";
    const check = quickCheck(optional ? def.innerType : schema);
    if (check === null || (optional && !isUnchecked(def))) return null;
    fields.push({ key, check, optional });
  }
  return (value) => {
    if (!isObject(value)) return false;
    let known = 0;
    for (const { key, check, optional } of fields) {
      const one = value[key];
      if (one === undefined && optional) continue;
      if (!check(one)) return false;
      known += 1;
    }
    for (const key in value) if (Object.hasOwn(value, key)) known -= 1;
    return known === 0;
  };
}

function recordCheck(element: QuickCheck | null): QuickCheck | null {
  if (element === null) return null;
  return (value) => {
    if (!isObject(value)) return false;
    for (const key in value) if (key === "__proto__" || !element(value[key])) return false;
    return true;
  };
}

/** A loop: a function made for each value of a million lines would outlive it. */
const anyOf = (options: readonly QuickCheck[]): QuickCheck => {
  return (value) => {
    for (const check of options) if (check(value)) return true;
    return false;
  };
};

/**
 * A check of values that came out of JSON.parse, several times as quick as the schema's own parse: for files of millions
 * of lines, nearly all of which are as they should be. It never takes what the schema refuses, nor what the schema would
 * change (a test holds it against zod); whatever it does not take is for the schema.
 * @returns null for a schema with a part that is not known here, such as a transformation or a default
 */
export function quickCheck(schema: Schema): QuickCheck | null {
  const def = schema._zod.def as Def;
  switch (def.type) {
    case "string":
      return constrained(def, (value) => typeof value === "string");
    case "number":
      return constrained(def, (value) => typeof value === "number" && Number.isFinite(value));
    case "boolean":
      return isUnchecked(def) ? (value) => typeof value === "boolean" : null;
    case "null":
      return isUnchecked(def) ? (value) => value === null : null;
    case "unknown":
      return isUnchecked(def) ? (value) => value !== undefined : null;
    case "enum": {
      if (!isUnchecked(def)) return null;
      const values = new Set<unknown>(Object.values(def.entries));
      return (value) => values.has(value);
    }
    case "literal": {
      if (!isUnchecked(def)) return null;
      const values = new Set<unknown>(def.values);
      return (value) => values.has(value);
    }
    case "nullable": {
      const inner = quickCheck(def.innerType);
      return inner === null || !isUnchecked(def) ? null : (value) => value === null || inner(value);
    }
    case "array": {
      const element = quickCheck(def.element);
      if (element === null || !isUnchecked(def)) return null;
      return (value) => Array.isArray(value) && value.every(element);
    }
    case "union": {
      const options = def.options.flatMap((option) => quickCheck(option) ?? []);
      // Exactly one of them: for zod, unless a discriminator sees to that.
      if (def.inclusive === false && !("discriminator" in def)) return null;
      if (options.length < def.options.length || !isUnchecked(def)) return null;
      return anyOf(options);
    }
    case "record":
      return isPlainText(def.keyType) && isUnchecked(def) ? recordCheck(quickCheck(def.valueType)) : null;
    case "object":
      return def.catchall?._zod.def.type === "never" && isUnchecked(def) ? objectCheck(def.shape) : null;
    default:
      return null;
  }
}

/** Without a refinement or a bound on the whole. */
const isUnchecked = ({ checks }: Def): boolean => checks === undefined || checks.length === 0;

const isPlainText = (schema: Schema): boolean => {
  const def = schema._zod.def as Def;
  return def.type === "string" && isUnchecked(def);
};
