import { expect, test } from "vitest";
import { firstReplies } from "./first-replies.ts";
import type { Author } from "./timeline.ts";

const places = (authors: readonly Author[], asked?: boolean): [number | undefined, number | undefined] => {
  const { any, human } = firstReplies(
    authors.map((author, place) => ({ author, place })),
    asked,
  );
  return [any?.place, human?.place];
};

test.each<[string, readonly Author[], [number | undefined, number | undefined]]>([
  ["an assistant's, then a person's", ["customer", "system", "assistant", "customer", "agent"], [2, 4]],
  ["a person's at once", ["customer", "agent", "assistant"], [1, 1]],
  ["notices only", ["customer", "system", "system"], [undefined, undefined]],
  ["what was said before anybody asked", ["agent", "assistant", "customer"], [undefined, undefined]],
  ["nothing", [], [undefined, undefined]],
])("first replies: %s", (_name, authors, expected) => {
  expect(places(authors)).toEqual(expected);
});

test("in what a customer was shown, the question came before", () => {
  expect(places(["system", "assistant", "agent"], true)).toEqual([1, 2]);
});
