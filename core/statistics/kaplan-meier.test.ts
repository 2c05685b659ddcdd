import fc from "fast-check";
import { expect, test } from "vitest";
import { kaplanMeier } from "./kaplan-meier.ts";
import { survivalQuantile } from "./survival-quantile.ts";

const seen = (marks: readonly number[]): boolean[] => marks.map((mark) => mark === 1);

// R survival::aml, Maintained group.
const MAINTAINED_PEOPLE = [
  [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161],
  seen([1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0]),
] as const;
const MAINTAINED = kaplanMeier(...MAINTAINED_PEOPLE);
const OTHER_PEOPLE = [
  [5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45],
  seen([1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1]),
] as const;

test.each([
  [9, 0.90909091, 0.086678417],
  [13, 0.81818182, 0.1162913],
  [18, 0.71590909, 0.139664971],
  [23, 0.61363636, 0.152632331],
  [31, 0.49090909, 0.164193267],
  [34, 0.36818182, 0.162668886],
  [48, 0.18409091, 0.153492746],
])("at %i weeks %d survive, with standard error %d", (time, survival, greenwoodSe) => {
  const step = MAINTAINED.steps.find((one) => one.time === time);
  expect(Math.abs((step?.survival ?? 0) - survival)).toBeLessThan(1e-7);
  expect(Math.abs((step?.greenwoodSe ?? 0) - greenwoodSe)).toBeLessThan(1e-7);
});

test("its median is 31 weeks, from 18 to no end", () => {
  expect(MAINTAINED.steps).toHaveLength(7);
  expect(survivalQuantile(MAINTAINED)).toEqual({ estimate: 31, lower: 18, upper: null });
});

// R survival::aml, Nonmaintained group: median 23, 0.95LCL 8, 0.95UCL NA, as survfit prints it.
test("the other group's median is 23 weeks, from 8 to no end", () => {
  const curve = kaplanMeier(...OTHER_PEOPLE);
  expect(survivalQuantile(curve)).toEqual({ estimate: 23, lower: 8, upper: null });
  expect(curve.steps.at(-1)).toEqual({
    ...{ time: 45, atRisk: 1, events: 1, survival: 0 },
    ...{ greenwoodSe: null, lower: null, upper: null },
  });
});

// R 4.2.2, survival 3.5-3: survfit(..., conf.type = "log-log") of both groups.
test("limits on the log-log scale are R's", () => {
  const limitsOf = ({ steps }: typeof MAINTAINED, time: number) => {
    const { lower, upper } = steps.find((step) => step.time === time) ?? {};
    return [lower, upper];
  };
  const maintained = kaplanMeier(...MAINTAINED_PEOPLE, 0.95, "log-log");
  for (const [time, lower, upper] of [
    [9, 0.5080802057699297, 0.9866738226678231],
    [18, 0.3501903859079384, 0.8990239741910534],
    [31, 0.1673309097768508, 0.7533997903708113],
    [48, 0.011738480123189602, 0.5250148427266415],
  ] as const) {
    const found = limitsOf(maintained, time);
    expect(Math.abs((found[0] ?? 0) - lower)).toBeLessThan(1e-9);
    expect(Math.abs((found[1] ?? 0) - upper)).toBeLessThan(1e-9);
  }
  expect(survivalQuantile(maintained)).toEqual({ estimate: 31, lower: 13, upper: null });
  const others = kaplanMeier(...OTHER_PEOPLE, 0.95, "log-log");
  expect(limitsOf(others, 43)).toEqual([
    expect.closeTo(0.005746305695863835, 9),
    expect.closeTo(0.3489038611107497, 9),
  ]);
  expect(limitsOf(others, 45)).toEqual([null, null]);
  expect(survivalQuantile(others)).toEqual({ estimate: 23, lower: 5, upper: 33 });
});

// R's quantile.survfit: where the curve is flat at one half, the middle of the flat piece.
test("a curve that lies on one half has its median in the middle, as plain medians have", () => {
  const whole = (times: readonly number[]) =>
    survivalQuantile(
      kaplanMeier(
        times,
        times.map(() => true),
      ),
    ).estimate;
  expect(whole([1, 2, 3, 4])).toBe(2.5);
  // 20 factors miss one half by some last digits.
  expect(whole(Array.from({ length: 20 }, (_, index) => index + 1))).toBe(10.5);
  expect(whole([1, 2, 3])).toBe(2);
  expect(whole([7])).toBe(7);
  // Flat to the end: up to the last time at which anyone was seen.
  expect(survivalQuantile(kaplanMeier([1, 2, 5, 9], seen([1, 1, 0, 0]))).estimate).toBe(5.5);
});

test("without an event nothing comes down", () => {
  const curve = kaplanMeier([3, 4], [false, false]);
  expect(curve).toEqual({ n: 2, steps: [], lastTime: 4 });
  expect(survivalQuantile(curve)).toEqual({ estimate: null, lower: null, upper: null });
});

test("who is lost at the very time of an event was still at risk for it", () => {
  expect(kaplanMeier([5, 5, 5], seen([1, 0, 0])).steps).toMatchObject([{ atRisk: 3, survival: 2 / 3 }]);
});

test("log-log limits stay within 0 and 1, hold the curve, and are a stranger's to the order of people", () => {
  fc.assert(
    fc.property(people, (list) => {
      const of = (all: typeof list) =>
        kaplanMeier(
          all.map(([time]) => time),
          all.map(([, happened]) => happened),
          0.95,
          "log-log",
        );
      expect(of(list.toReversed())).toEqual(of(list));
      for (const { survival, lower, upper } of of(list).steps) {
        expect((lower === null) === (survival === 0) && (upper === null) === (survival === 0)).toBe(true);
        if (lower === null || upper === null) continue;
        expect(0 <= lower && lower <= survival && survival <= upper && upper <= 1).toBe(true);
      }
    }),
  );
});

const people = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.boolean()), { minLength: 1, maxLength: 60 });
const curveOf = (list: readonly (readonly [number, boolean])[]) =>
  kaplanMeier(
    list.map(([time]) => time),
    list.map(([, happened]) => happened),
  );

test("falls from step to step, within its limits, whatever the order of the people", () => {
  fc.assert(
    fc.property(people, (list) => {
      const curve = curveOf(list);
      expect(curveOf([...list].reverse())).toEqual(curve);
      let before = 1;
      for (const { survival, lower, upper, greenwoodSe } of curve.steps) {
        expect(survival).toBeLessThan(before);
        expect(lower ?? 0).toBeLessThanOrEqual(survival);
        expect(upper ?? 1).toBeGreaterThanOrEqual(survival);
        expect(greenwoodSe === null).toBe(survival === 0);
        before = survival;
      }
      const { estimate, lower, upper } = survivalQuantile(curve);
      if (estimate !== null && lower !== null) expect(lower).toBeLessThanOrEqual(estimate);
      if (estimate !== null && upper !== null) expect(upper).toBeGreaterThanOrEqual(estimate);
    }),
  );
});

test("with nobody lost it is the share that is left, with the binomial error", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 80 }), (times) => {
      const curve = curveOf(times.map((time) => [time, true]));
      for (const { time, survival, greenwoodSe } of curve.steps) {
        const left = times.filter((other) => other > time).length / times.length;
        expect(survival).toBeCloseTo(left, 10);
        if (greenwoodSe !== null) expect(greenwoodSe).toBeCloseTo(Math.sqrt((left * (1 - left)) / times.length), 10);
      }
    }),
  );
});

test("a stretched clock stretches times and nothing else", () => {
  fc.assert(
    fc.property(people, fc.constantFrom(0.5, 2, 10), (list, factor) => {
      const [plain, stretched] = [curveOf(list), curveOf(list.map(([time, happened]) => [time * factor, happened]))];
      expect(stretched.steps.map(({ survival }) => survival)).toEqual(plain.steps.map(({ survival }) => survival));
      const median = survivalQuantile(plain).estimate;
      expect(survivalQuantile(stretched).estimate).toBe(median === null ? null : median * factor);
    }),
  );
});

test("refuses what is no survival", () => {
  expect(() => kaplanMeier([], [])).toThrow(RangeError);
  expect(() => kaplanMeier([1, 2], [true])).toThrow(RangeError);
  expect(() => kaplanMeier([1, Number.NaN], [true, true])).toThrow(RangeError);
  expect(() => kaplanMeier([1], [true], 1)).toThrow(RangeError);
  expect(() => survivalQuantile(MAINTAINED, 1)).toThrow(RangeError);
});
