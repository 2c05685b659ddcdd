import { expect, test } from "vitest";
import type { ObjectiveSpec } from "../contract/drill.ts";
import { type Measurement, toObjective } from "./objective.ts";

const SPEC: ObjectiveSpec = {
  ...{ id: "reply-p95", title: "In time", failureTitle: "Late", population: "contacts", statistic: "p95" },
  ...{ key: true, decidedByQueue: true, limit: { value: 60, unit: "s", clock: "simulated" }, leastN: 20 },
  ...{ code: "FP-NANO-004", next: "Plan more slots." },
};
const of = (part: Partial<Measurement>) =>
  toObjective(SPEC, { n: 40, misses: 2, allowed: 2, value: 12, missWord: "late", ...part });

test("misses within the allowance are met, one more is missed, too few members are unmeasured", () => {
  expect([of({}).status, of({ misses: 3 }).status, of({ n: 19 }).status]).toEqual(["met", "missed", "unmeasured"]);
  expect(of({ n: 0, misses: 0, allowed: 0 }).status).toBe("unmeasured");
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 0.5])(
  "a count of %d is no count: unmeasured, never met",
  (count) => {
    for (const part of [{ n: count }, { misses: count }, { allowed: count }])
      expect(of(part)).toMatchObject({ status: "unmeasured", n: 0, misses: 0, allowed: 0, measured: null });
  },
);

test("a figure that is no number is left out, and decides nothing", () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
    expect(of({ value })).toMatchObject({ status: "met", measured: null });
});
