import { expect, test } from "vitest";
import { idText, readPointer } from "./pointer.ts";
import type { Value } from "./template.ts";

/** RFC 6901 section 5. */
const DOCUMENT: Value = {
  foo: ["bar", "baz"],
  "": 0,
  "a/b": 1,
  "c%d": 2,
  "e^f": 3,
  "g|h": 4,
  "i\\j": 5,
  'k"l': 6,
  " ": 7,
  "m~n": 8,
};

test.each([
  ["", DOCUMENT],
  ["/foo", ["bar", "baz"]],
  ["/foo/0", "bar"],
  ["/", 0],
  ["/a~1b", 1],
  ["/c%d", 2],
  ["/e^f", 3],
  ["/g|h", 4],
  ["/i\\j", 5],
  ['/k"l', 6],
  ["/ ", 7],
  ["/m~0n", 8],
])("%j, an example of RFC 6901", (pointer, value) => {
  expect(readPointer(DOCUMENT, pointer)).toEqual(value);
});

test.each([
  "/foo/2",
  "/foo/00",
  "/foo/-",
  "/foo/length",
  "/foo/0/0",
  "/nothing",
  "/toString",
  "/__proto__",
  "/constructor/name",
])("%j misses", (pointer) => {
  expect(readPointer(DOCUMENT, pointer)).toBeUndefined();
});

test("~01 is ~1, not a slash (RFC 6901 section 4)", () => {
  expect(readPointer({ "~1": 1, "/": 2 }, "/~01")).toBe(1);
});

test("an id is a text or a number", () => {
  expect([idText("a"), idText(7), idText(0)]).toEqual(["a", "7", "0"]);
  for (const value of [null, undefined, true, "", "x".repeat(129), [], {}, Number.NaN])
    expect(idText(value)).toBeNull();
});
