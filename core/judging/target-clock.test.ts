import { expect, test } from "vitest";
import { aContact, T0 } from "./evidence-builder.ts";
import { createTargetClock } from "./target-clock.ts";

/** Sent at T0 + 2 and acknowledged at T0 + 20. */
const judged = (desk: number | null, log: number | null) => {
  const clock = createTargetClock({ t0: T0, timeFactor: 10 });
  clock.take(aContact(0), { desk, log });
  return { ...clock.counts, what: clock.wrong.list()[0]?.what };
};

test.each([
  [T0 + 10, T0 + 10],
  [T0 + 2 - 250, T0 + 20 + 250],
  [T0 + 10, null],
  [null, T0 + 10],
])("stamps %d and %d are right", (desk, log) => {
  expect(judged(desk, log)).toEqual({ n: 1, misses: 0, what: undefined });
});

test("the desk's clock or the log's alone is found, with how far it is off at least", () => {
  expect(judged(T0 + 3_600_020, T0 + 10).what).toBe("the desk's stamp is at least 3600.0 s ahead");
  expect(judged(T0 + 10, T0 - 90_000).what).toBe("the log's stamp is at least 90.0 s behind");
});

test("a contact that neither holds says nothing about clocks", () => {
  expect(judged(null, null).n).toBe(0);
});
