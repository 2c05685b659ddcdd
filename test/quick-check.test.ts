import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { EVIDENCE_FILES, type EvidenceKind } from "../core/contract/drill.ts";
import {
  accessRecordSchema,
  contactRecordSchema,
  handlingRecordSchema,
  healthRecordSchema,
  heartbeatRecordSchema,
  journalEntrySchema,
  probeRecordSchema,
} from "../core/schema/evidence.ts";
import { quickCheck } from "../core/schema/quick-check.ts";
import { consentRecordSchema, deskContactSchema, logEntrySchema } from "../core/schema/wire.ts";
import { EVIDENCE_FILE, GOLDEN_CASES, goldenFolder } from "../scripts/golden/cases.ts";
import { unpackTexts } from "../scripts/golden/pack.ts";

/** A quick check that took what zod refuses would let a forged line by: it is held against zod, line by line. */
const root = fileURLToPath(new URL("../", import.meta.url));
const golden = GOLDEN_CASES.find(({ drill, name }) => drill === "nano-drop" && name === "not-ready");
if (golden === undefined) throw new Error("there is no such golden run");
const texts = unpackTexts(await readFile(join(root, goldenFolder(golden), EVIDENCE_FILE)));

const SCHEMAS: Partial<Record<EvidenceKind, z.ZodType>> = {
  ...{ access: accessRecordSchema, contact: contactRecordSchema, handling: handlingRecordSchema },
  ...{ probe: probeRecordSchema, heartbeat: heartbeatRecordSchema, health: healthRecordSchema },
  ...{ journal: journalEntrySchema, log: logEntrySchema, consent: consentRecordSchema },
  "desk-contact": deskContactSchema,
};
const linesOf = (kind: string): string[] =>
  (texts[`nano-drop/1/${EVIDENCE_FILES[kind as EvidenceKind]}`] ?? "").split("\n").filter((line) => line !== "");

/** Places in a value, as paths of names. */
const pathsOf = (value: unknown, path: readonly string[] = []): string[][] => [
  [...path],
  ...(typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, one]) => pathsOf(one, [...path, key]))
    : []),
];
const ODD: readonly unknown[] = [
  ...[null, true, "", "x".repeat(65), "c_!", -1, 0.5, 1e300, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53],
  ...[[], {}, [1], { a: 1 }, "stream", "contact", 7],
];

/** The value with something else at a place; undefined takes it out, a place that was not there is put in. */
function changed(value: unknown, [key, ...rest]: readonly string[], put: unknown): unknown {
  if (key === undefined) return put;
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  if (Array.isArray(copy) && !/^\d+$/.test(key)) return [...copy, put];
  const one = changed(Reflect.get(copy, key), rest, put);
  if (one === undefined && !Array.isArray(copy)) delete copy[key];
  else Reflect.set(copy, key, one);
  return copy;
}

test.each(Object.entries(SCHEMAS))(
  "%s: what is recorded is taken as it is, and nothing that zod refuses",
  (kind, schema) => {
    const check = quickCheck(schema);
    if (check === null) throw new Error(`${kind} has no quick check`);
    const lines = linesOf(kind);
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) {
      expect(check(JSON.parse(line))).toBe(true);
      expect(schema.parse(JSON.parse(line))).toEqual(JSON.parse(line));
    }
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.constantFrom(undefined, ...ODD), fc.boolean(), (at, place, put, more) => {
        const value: unknown = JSON.parse(lines[at % lines.length] ?? "");
        const paths = pathsOf(value);
        const path = paths[place % paths.length] ?? [];
        const other = changed(value, more ? [...path, "extra"] : path, put);
        if (!check(other)) return;
        const parsed = schema.safeParse(other);
        expect(parsed.success).toBe(true);
        expect(parsed.data).toEqual(other);
      }),
      { numRuns: 300 },
    );
  },
);

test("a name that is no name, and more names than there may be, are for zod", () => {
  const check = quickCheck(logEntrySchema);
  const [line = ""] = linesOf("log");
  expect(check?.(JSON.parse(line.replace('"body":{', '"body":{"__proto__":{"x":1},')))).toBe(false);
  expect(check?.(JSON.parse(line.replace("{", '{"__proto__":1,')))).toBe(false);
  expect(check?.(JSON.parse(line.replace("{", '{"constructor":1,')))).toBe(false);
});

test.each<[string, z.ZodType]>([
  ["a default", z.strictObject({ a: z.string().default("x") })],
  ["a transformation", z.string().transform((text) => text.length)],
  ["an object that takes any name", z.object({ a: z.string() })],
  ["a pattern that remembers", z.string().regex(/a/g)],
  ["a refinement", z.number().refine((value) => value > 3)],
  ["a trimmed text", z.strictObject({ a: z.string().trim() })],
  ["a date", z.iso.datetime()],
  ["a whole number by its own name", z.strictObject({ a: z.int() })],
  ["a list of a least length", z.array(z.string()).min(1)],
  ["a refined word of several", z.enum(["a", "b"]).refine((word) => word !== "b")],
  ["a refined word", z.literal(["a", "b"]).refine((word) => word !== "b")],
  [
    "a refined value that may be null",
    z
      .string()
      .nullable()
      .refine((text) => text !== "b"),
  ],
  ["one of two, refined", z.union([z.string(), z.number()]).refine((value) => value !== 3)],
  ["exactly one of two", z.xor([z.string(), z.string().min(3)])],
  ["a refined table", z.record(z.string(), z.number()).refine((table) => Object.keys(table).length < 2)],
  ["a refined object", z.strictObject({ a: z.number() }).refine(({ a }) => a < 2)],
  ["a refined null", z.null().refine(() => false)],
  ["anything that is refined", z.unknown().refine((value) => value !== 3)],
  [
    "a refined part",
    z.strictObject({
      a: z
        .enum(["a", "b"])
        .refine((word) => word !== "b")
        .optional(),
    }),
  ],
  [
    "a refined option",
    z.strictObject({
      a: z
        .string()
        .optional()
        .refine((text) => text !== "b"),
    }),
  ],
])("%s has no quick check: all of it is for zod", (_name, schema) => {
  expect(quickCheck(schema)).toBeNull();
});
