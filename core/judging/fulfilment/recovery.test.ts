import { expect, test } from "vitest";
import { longerByChance } from "./longer-by-chance.ts";
import { highestP95, type Sojourn, timeToRecover } from "./recovery.ts";

const SPANS = { control: { fromMs: 0, toMs: 100_000 }, recover: { fromMs: 200_000, toMs: 470_000 } };
/** One matter each two seconds; before the fault they take 10 to 29 s. */
const matters = (took: (atMs: number) => number | null): Sojourn[] =>
  Array.from({ length: 235 }, (_, index) => {
    const atMs = index * 2000;
    return { atMs, tookMs: atMs < 100_000 ? 10_000 + (index % 20) * 1000 : took(atMs) };
  });

test("as before at once, after a while, and never", () => {
  expect(
    timeToRecover(
      matters(() => 15_000),
      SPANS,
    ),
  ).toMatchObject({ n: 50, afterMs: 0 });
  const later = timeToRecover(
    matters((atMs) => (atMs < 300_000 ? 60_000 : 15_000)),
    SPANS,
  );
  // The stretch that begins a little before holds no more long ones than chance would have it.
  expect(later.afterMs).toBeGreaterThan(90_000);
  expect(later.afterMs).toBeLessThanOrEqual(100_000);
  expect(
    timeToRecover(
      matters(() => 60_000),
      SPANS,
    ).afterMs,
  ).toBeNull();
});

test("what is only promised has not recovered, and a stretch must lie within the same arrivals", () => {
  expect(
    timeToRecover(
      matters(() => null),
      SPANS,
    ).afterMs,
  ).toBeNull();
  const last = matters((atMs) => (atMs < 430_000 ? 60_000 : 15_000));
  expect(timeToRecover(last, SPANS).afterMs).toBeNull();
});

test("nobody comes after the fault, or before it: nothing can be said of recovery", () => {
  const before = matters(() => 0).filter(({ atMs }) => atMs < 200_000);
  expect(timeToRecover(before, SPANS).afterMs).toBeNull();
  expect(timeToRecover([], SPANS)).toEqual({ limitMs: null, n: 0, afterMs: null });
});

test("a control in which more than one in twenty was never resolved has no p95", () => {
  const lost = matters(() => 15_000).map((one, index) => (index < 6 ? { ...one, tookMs: null } : one));
  expect(timeToRecover(lost, SPANS)).toMatchObject({ limitMs: null, n: 50 });
});

test("how many are longer by chance: the 99 % points of the binomial distribution at 0.05", () => {
  expect([0, 1, 5, 20, 25, 50].map(longerByChance)).toEqual([0, 1, 2, 4, 4, 7]);
});

test("the highest p95: the longest of a few, an inner one of many, none where too many never ended", () => {
  const upTo = (many: number) => Array.from({ length: many }, (_, index) => index + 1);
  expect([upTo(20), upTo(50), upTo(200)].map(highestP95)).toEqual([20, 50, 195]);
  expect(highestP95([...upTo(40), ...Array.from({ length: 10 }, () => null)])).toBeNull();
  expect(highestP95([])).toBeNull();
});
