import fc from "fast-check";
import { expect, test } from "vitest";
import { cutText, visibleText } from "./visible-text.ts";

test("shows terminal escapes as symbols", () => {
  expect(visibleText("\u001b[31mred\u0007\u0000\u007f\n")).toBe("\u241b[31mred\u2407\u2400\u2421\u240a");
  expect(visibleText("\u009b31m")).toBe("\u27e8U+009B\u27e931m");
});

test("names direction overrides, unseen characters and line separators", () => {
  expect(visibleText("a\u202eb\u200bc\u2028")).toBe("a\u27e8U+202E\u27e9b\u27e8U+200B\u27e9c\u27e8U+2028\u27e9");
  expect(visibleText("\u{e0041}")).toBe("\u27e8U+E0041\u27e9");
});

test("replaces lone surrogates and noncharacters, and leaves joined emoji whole", () => {
  expect(visibleText("x\ud800y\uffff")).toBe("x\ufffdy\u27e8U+FFFF\u27e9");
  expect(visibleText("\u{1f468}\u200d\u{1f373} caf\u00e9")).toBe("\u{1f468}\u200d\u{1f373} caf\u00e9");
});

test("is the same when done twice", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => visibleText(visibleText(text)) === visibleText(text)));
});

test("cuts at a character and counts what it cut", () => {
  expect(cutText("abcdef", 4)).toBe("abcd\u2026 [2 more characters cut]");
  expect(cutText("abcd", 4)).toBe("abcd");
  expect(cutText("\u{1f600}".repeat(4), 4)).toBe("\u{1f600}".repeat(4));
  expect(cutText("\u{1f600}".repeat(1_000_000), 3)).toMatch(/^\u{1f600}{3}\u2026 \[999997 more/u);
});

test("counts what it cut as a reader would, half pairs and all", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "\ud83d", "\ude00", "\u{1f600}"), minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(text, fc.nat(20), (whole, limit) => {
      const characters = [...whole];
      const left = Math.max(0, characters.length - limit);
      const expected =
        left === 0 ? whole : `${characters.slice(0, limit).join("")}\u2026 [${left} more characters cut]`;
      expect(cutText(whole, limit)).toBe(expected);
    }),
    { seed: 7 },
  );
});
