import fc from "fast-check";
import { expect, test } from "vitest";
import { createPackedNumbers } from "./packed-numbers.ts";

const LIST = 3 * 4096 + 17;

test.each<[string, (turn: number) => number]>([
  ["waits below a quarter of a second", (turn) => turn % 250],
  ["waits of a minute", (turn) => (turn * 7919) % 60_000],
  ["times of day", (turn) => 1_795_575_434_384 + turn * 800],
  ["times that lie years apart", (turn) => (turn % 2) * 2 ** 40],
  ["parts of milliseconds", (turn) => turn / 7],
  ["numbers below nothing", (turn) => -turn * 3],
  ["the largest and least whole numbers", (turn) => (turn % 2 === 0 ? 1 : -1) * Number.MAX_SAFE_INTEGER],
  ["zero below nothing", (turn) => (turn === 5 ? -0 : 0)],
  ["what is no number", (turn) => (turn === 9000 ? Number.NaN : turn === 9001 ? Number.POSITIVE_INFINITY : turn)],
])("%s come out as they went in", (_name, valueAt) => {
  const list = createPackedNumbers();
  const expected = Array.from({ length: LIST }, (_, turn) => valueAt(turn));
  for (const value of expected) list.add(value);
  const given: number[] = [];
  list.each((value) => given.push(value));
  expect(list.length).toBe(LIST);
  expect(given.every((value, at) => Object.is(value, expected[at]))).toBe(true);
  const copied = list.copy(2);
  expect(copied.length).toBe(LIST + 2);
  expect(expected.every((value, at) => Object.is(value, copied[at]))).toBe(true);
});

test("lists of any length", () => {
  fc.assert(
    fc.property(fc.array(fc.double()), (values) => {
      const list = createPackedNumbers();
      for (const value of values) list.add(value);
      expect([...list.copy()]).toEqual(values);
    }),
    { seed: 5, numRuns: 50 },
  );
});
