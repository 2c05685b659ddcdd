import { expect, test } from "vitest";
import { createMask } from "./mask.ts";

test("a secret is found and taken out, plain and as an address would hold it", () => {
  const mask = createMask(["s3cret key"]);
  mask.add("token-12345");
  expect(mask.clean("wrong key s3cret key for token-12345, s3cret%20key")).toBe("wrong key *** for ***, ***");
  expect([mask.holds("has token-12345"), mask.holds("has nothing")]).toEqual([true, false]);
});

test("a longer secret that holds a shorter one is taken out whole", () => {
  expect(createMask(["abcdef", "abcdefgh"]).clean("x abcdefgh y")).toBe("x *** y");
});

test("what is too short to be a secret masks no innocent words", () => {
  expect(createMask(["at", ""]).clean("at the desk")).toBe("at the desk");
});
