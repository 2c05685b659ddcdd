import { expect, test } from "vitest";
import { type BirthDeath, MOST_STEPS, visitStates } from "./birth-death.ts";

const shares = (chain: BirthDeath): Map<number, number> => {
  const weights = new Map<number, number>();
  visitStates(chain, (n, weight) => void weights.set(n, weight));
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return new Map([...weights].map(([n, weight]) => [n, weight / total]));
};

test("servers without end hold a Poisson number (M/M/infinity)", () => {
  const load = 30;
  const found = shares({ birthRate: load, deathRate: (n) => n, mode: load, last: Number.POSITIVE_INFINITY });
  let poisson = Math.exp(-load);
  for (let n = 0; n < 80; n++) {
    expect((found.get(n) ?? 0) / poisson).toBeCloseTo(1, 10);
    poisson *= load / (n + 1);
  }
});

test("one server holds a geometric number, and a bound cuts it", () => {
  const one = { birthRate: 0.5, deathRate: () => 1, mode: 0 };
  expect(shares({ ...one, last: Number.POSITIVE_INFINITY }).get(3)).toBeCloseTo(0.5 ** 4, 12);
  expect([...shares({ ...one, last: 2 }).keys()]).toEqual([0, 1, 2]);
  expect(shares({ ...one, last: 2 }).get(2)).toBeCloseTo(0.25 / 1.75, 12);
});

test("a queue that hardly ends is refused rather than counted for ever", () => {
  const chain = { birthRate: 1, deathRate: () => 1 + 1e-12, mode: 0, last: Number.POSITIVE_INFINITY };
  // All 1e8 states of the default take a second of every test run, and go the same way.
  let visited = 0;
  const count = () => void visited++;
  expect(() => visitStates(chain, count, 100_000)).toThrow(RangeError);
  expect(visited).toBe(100_000);
  const short = { ...chain, last: 99_999 };
  expect(() => visitStates(short, count, 100_000)).not.toThrow();
  expect(() => visitStates(short, count, 99_999)).toThrow(RangeError);
  expect(MOST_STEPS).toBe(1e8);
  expect(() => visitStates({ ...chain, mode: 1e300 }, () => {})).toThrow(RangeError);
});
