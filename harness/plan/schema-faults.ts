import type { z } from "zod";
import { nearestWord } from "../../core/text/nearest-word.ts";
import { printable } from "../../core/text/printable.ts";
import type { Fault } from "./fault.ts";
import type { FieldPath, YamlSource } from "./yaml-source.ts";

type Issue = z.core.$ZodIssue;

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  object: "a mapping of keys",
  record: "a mapping of keys",
  array: "a list",
  boolean: "true or false",
};

const NOUNS: Readonly<Record<string, string>> = { string: " characters", array: " entries" };

const at = (path: FieldPath, value: unknown): unknown => {
  let node = value;
  for (const step of path) {
    if (typeof node !== "object" || node === null || !Object.hasOwn(node, step)) return undefined;
    node = (node as Record<string | number, unknown>)[step];
  }
  return node;
};

const shown = (value: unknown): string => {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping of keys";
  return typeof value === "string" ? `"${printable(value, 60)}"` : String(value);
};

const list = (values: readonly unknown[]): string => values.map((value) => String(value)).join(", ");

const mustBe = (issue: Issue): string => {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return issue.values.length === 1 ? `must be ${list(issue.values)}` : `must be one of ${list(issue.values)}`;
    case "too_small":
      return `must ${NOUNS[issue.origin] ? "have" : "be"} ${issue.inclusive ? "at least" : "more than"} ${issue.minimum}${NOUNS[issue.origin] ?? ""}`;
    case "too_big":
      return `must ${NOUNS[issue.origin] ? "have" : "be"} ${issue.inclusive ? "at most" : "less than"} ${issue.maximum}${NOUNS[issue.origin] ?? ""}`;
    case "invalid_format":
      return issue.format === "datetime"
        ? "must be a time with its offset, such as 2026-11-27T18:00:00Z"
        : `must be ${issue.message}`;
    default:
      return issue.message;
  }
};

/** What the file is called, and which keys may stand where. */
export interface FileWords {
  readonly noun: string;
  readonly knownKeys: (path: FieldPath) => readonly string[];
}

const unknownKey = (name: string, path: FieldPath, source: YamlSource, words: FileWords): Fault => {
  const known = words.knownKeys(path);
  const meant = nearestWord(name, known);
  const advice =
    meant === null
      ? known.length === 0
        ? "must be left out"
        : `must be one of ${known.join(", ")}`
      : `did you mean ${meant}?`;
  const full = [...path, name];
  return { ...source.keyAt(full), field: full.join("."), text: `is not a key of ${words.noun}, ${advice}` };
};

/** What zod found in the file, in its words and at its places. */
export const schemaFaults = (issues: readonly Issue[], source: YamlSource, words: FileWords): Fault[] =>
  issues.flatMap((issue): Fault[] => {
    const path: FieldPath = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
    if (issue.code === "unrecognized_keys") return issue.keys.map((name) => unknownKey(name, path, source, words));
    const value = at(path, source.value);
    const place = { ...source.valueAt(path), field: path.join(".") };
    if (path.length === 0 && (value === undefined || value === null))
      return [{ ...place, text: `the file is empty, ${mustBe(issue)}` }];
    // A text that is no YAML may hold the key where it was not understood.
    if (value === undefined) return source.broken ? [] : [{ ...place, text: `is missing, ${mustBe(issue)}` }];
    return [{ ...place, text: `is ${shown(value)}, ${mustBe(issue)}` }];
  });
