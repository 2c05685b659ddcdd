import canonicalize from "canonicalize";
import fc from "fast-check";
import { expect, test } from "vitest";
import { plainCanonical } from "../../core/trust/plain-canonical.ts";
import { chainTools } from "./chain-tools.ts";

const canonicalText = chainTools.canonical;

const names = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 6 }),
  fc.constantFrom(
    "0",
    "10",
    "9",
    "toJSON",
    "__proto__",
    "constructor",
    "\u20ac",
    "\ud83d\ude00",
    "\ufb33",
    "a",
    "A",
    "",
  ),
);
const values: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  ),
  // As JSON.parse makes them: `__proto__` is a name like any other.
  object: fc
    .array(fc.tuple(names, tie("value")), { maxLength: 5 })
    .map((entries) =>
      JSON.parse(`{${entries.map(([key, one]) => `${JSON.stringify(key)}:${JSON.stringify(one)}`).join(",")}}`),
    ),
  value: fc.oneof({ depthSize: "small" }, tie("leaf"), tie("object"), fc.array(tie("value"), { maxLength: 4 })),
}))["value"];

test("is what the library makes, byte for byte", () => {
  fc.assert(
    fc.property(values, (value) => {
      const boxed = { z: value, a: 1 };
      expect(canonicalText(boxed)).toBe(canonicalize(boxed));
    }),
    { numRuns: 300 },
  );
});

test("refuses what the library refuses", () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, "\ud800", "x\udc00"]) {
    const box = { value };
    const asked = (() => {
      try {
        return canonicalize(box) ?? "";
      } catch {
        return "refused";
      }
    })();
    if (asked === "refused") expect(() => canonicalText(box)).toThrow();
    else expect(canonicalText(box)).toBe(asked);
  }
  expect(canonicalText({ a: undefined, b: 1 })).toBe(canonicalize({ a: undefined, b: 1 }));
  expect(canonicalText({ at: new Date(0) })).toBe(canonicalize({ at: new Date(0) }));
});

test("plain records take the quick way, and names that an object would put elsewhere do not", () => {
  expect(plainCanonical({ b: [1, { d: null, c: "\u20ac" }], a: -0.5 })).toBe(
    '{"a":-0.5,"b":[1,{"c":"\u20ac","d":null}]}',
  );
  for (const odd of [
    { 1: "x", a: 1 },
    { toJSON: 1 },
    { a: undefined },
    { a: Number.NaN },
    { a: "\ud800" },
    { a: new Map() },
  ])
    expect(plainCanonical(odd)).toBeNull();
});
