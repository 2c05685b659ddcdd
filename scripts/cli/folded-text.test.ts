import fc from "fast-check";
import { expect, test } from "vitest";
import { folded } from "./folded-text.ts";

test("folds at blanks, the rest further in, and leaves what fits or goes to a pipe", () => {
  const line = `  ${"word ".repeat(20).trim()}`;
  expect(folded(line, 60).split("\n")).toEqual([
    "  word word word word word word word word word word word",
    "    word word word word word word word word word",
  ]);
  expect(folded(line, undefined)).toBe(line);
  expect(folded("short\n\nlines", 60)).toBe("short\n\nlines");
});

test("colours take no room", () => {
  const coloured = `\u001b[32;1mREADY\u001b[0m ${"x".repeat(54)}`;
  expect(folded(coloured, 60)).toBe(coloured);
});

test("loses no word, and no line is longer than the width but for a word that is", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,30}$/)), fc.integer({ min: 60, max: 200 }), (words, width) => {
      const lines = folded(words.join(" "), width).split("\n");
      expect(lines.every((line) => line.length <= width)).toBe(true);
      expect(lines.join(" ").split(/ +/).filter(Boolean)).toEqual(words);
    }),
  );
});
