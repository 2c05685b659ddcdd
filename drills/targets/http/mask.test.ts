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

test("what is too short to be a secret masks no innocent words, of a desk's own words still longer ones", () => {
  const mask = createMask(["at", ""]);
  mask.add("desk");
  expect(mask.clean("at the desk")).toBe("at the desk");
});

const SECRET = 'pa\'ss "word" (1)/ä';

test.each([
  ["as it is", SECRET],
  ["in an address", encodeURIComponent(SECRET)],
  ["in a form", "pa%27ss+%22word%22+%281%29%2F%C3%A4"],
  ["in JSON", JSON.stringify({ key: SECRET })],
  ["in Basic credentials", Buffer.from(SECRET).toString("base64")],
])("a secret is taken out %s", (_name, text) => {
  const { holds, clean } = createMask([SECRET]);
  expect([holds(text), holds(clean(text))]).toEqual([true, false]);
});

test("a short secret is masked in words, and an id that holds it by chance is the same id still", () => {
  const mask = createMask(["test", "a-longer-secret"]);
  mask.add("told-by-desk");
  expect(mask.clean("pass=test")).toBe("pass=***");
  expect([mask.inIds.holds("test-17"), mask.inIds.clean("test-17")]).toEqual([false, "test-17"]);
  for (const secret of ["a-longer-secret", "told-by-desk"])
    expect([mask.inIds.holds(`m-${secret}`), mask.inIds.clean(`m-${secret}`)]).toEqual([true, "m-***"]);
});
