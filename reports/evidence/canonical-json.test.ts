import canonicalize from "canonicalize";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalText } from "./canonical-json.ts";

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
