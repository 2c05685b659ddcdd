import { expect, test } from "vitest";
import { bound, budgetFormula, budgetWords, figureText, numberText, percentText } from "./figure-text.ts";
import { objective } from "./verdict-builder.ts";

const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, " ");

test("writes three digits below a thousand, groups above, a dash for what is no number", () => {
  expect([0, 0.4, 78.44, 1240.6, 1_234_567, -2.7499].map(numberText).map(plain)).toEqual([
    "0",
    "0.4",
    "78.4",
    "1 241",
    "1 234 567",
    "-2.75",
  ]);
  expect([Number.NaN, Number.POSITIVE_INFINITY].map(numberText)).toEqual(["\u2013", "\u2013"]);
});

test("never rounds nearly all to all, nor a little to nothing", () => {
  expect([0.75, 1, 0.9996, 0.99999, 0.00004, 0].map(percentText).map(plain)).toEqual([
    "75 %",
    "100 %",
    "99.96 %",
    "99.999 %",
    "0.004 %",
    "0 %",
  ]);
});

test("puts a budget in a manager's words and in an engineer's", () => {
  const p95 = objective({ statistic: "p95", limit: { value: 60, unit: "s", clock: "simulated" } });
  expect(plain(budgetWords(p95))).toBe("95 % within 60 s");
  expect(plain(budgetFormula(p95))).toBe("p95 \u2264 60 s");
  expect(plain(budgetWords(objective({ statistic: "p50" })))).toBe("half within 5 s");
  expect(budgetWords(objective({ statistic: "count", limit: { value: 0, unit: "count", clock: null } }))).toBe("none");
});

test("tells a floor from a ceiling by the allowance of a share", () => {
  const share = (value: number, n: number, allowed: number) =>
    objective({ statistic: "share", limit: { value, unit: "share", clock: null }, n, allowed });
  expect(bound(share(0.75, 120, 30))).toBe("at least");
  expect(bound(share(0.02, 120, 2))).toBe("at most");
  expect(bound(share(0.02, 0, 0))).toBeNull();
  expect(plain(figureText({ value: 18.6, unit: "slots", clock: null }))).toBe("18.6 slots");
});
