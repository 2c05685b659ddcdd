import { expect, test } from "vitest";
import { exampleBoard } from "./board-examples.ts";
import { afterGone, shownOn, stepFrom } from "./selection.ts";

const all = (mine: string, waiting: string) => shownOn(exampleBoard([...mine], [...waiting]));

test("lists one's own first, then who waits", () => {
  expect(all("ab", "xy").map(({ contactId, mine }) => `${contactId}${mine ? "!" : ""}`)).toEqual([
    "a!",
    "b!",
    "x",
    "y",
  ]);
});

test.each([
  [null, 1, "a"],
  ["a", 1, "b"],
  ["b", 1, "x"],
  ["y", 1, "y"],
  ["a", -1, "a"],
  ["gone", -1, "a"],
])("from %s by %i goes to %s", (chosen, step, next) => {
  expect(stepFrom(all("ab", "xy"), chosen, step)).toBe(next);
});

test("finds nothing in an empty list", () => {
  expect(stepFrom([], null, 1)).toBeNull();
  expect(afterGone(all("a", ""), [], "a")).toBeNull();
});

test.each([
  ["the next of one's own takes a closed one's place", all("abc", "x"), all("ac", "x"), "b", "c"],
  ["the one before, when the last was closed", all("ab", "x"), all("a", "x"), "b", "a"],
  ["the next waiting one, when another agent was quicker", all("a", "xyz"), all("a", "xz"), "y", "z"],
  ["anyone, when nobody of that kind is left", all("a", "x"), all("", "x"), "a", "x"],
])("%s", (_name, before, now, gone, next) => {
  expect(afterGone(before, now, gone)).toBe(next);
});
