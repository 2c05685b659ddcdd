import { expect, test } from "vitest";
import { pointerEvidence, pointersTo } from "./pointer-miss.ts";

const document = { case: { number: 7, "a/b": null, posts: [{ words: "Hello" }] } };

test.each([
  ["/case/number", "/case/number is 7"],
  ["", "the whole answer is case"],
  ["/case/nr", "/case/nr misses: /case has number, a/b, posts"],
  ["/cases", "/cases misses: the answer has case"],
  ["/case/posts/1", "/case/posts/1 misses: /case/posts is a list of 1"],
  ["/case/number/x", "/case/number/x misses: /case/number is 7"],
  ["/case/a~1b/x", "/case/a~1b/x misses: /case/a~1b is null"],
  ["/case/posts/0/words/x", '/case/posts/0/words/x misses: /case/posts/0/words is the text "Hello"'],
])("tells what stands where %s leads, or where it ended", (pointer, told) => {
  expect(pointerEvidence(document, pointer)).toBe(told);
});

test("an answer that is none, or empty, is told as such", () => {
  expect(pointerEvidence(undefined, "/a")).toBe("/a misses: the answer is nothing");
  expect(pointerEvidence({}, "/a")).toBe("/a misses: the answer has an empty object");
  expect(pointerEvidence({ "\u001b[2J": 1 }, "/a")).not.toContain("\u001b");
});

test("finds where a text stands, in pointers that lead there", () => {
  const holds = (text: string): boolean => text.includes("Hello");
  expect(pointersTo(document, holds)).toEqual(["/case/posts/0/words"]);
  expect(pointersTo({ "a/~": "Hello" }, holds)).toEqual(["/a~1~0"]);
  expect(pointersTo(undefined, holds)).toEqual([]);
});
