import { expect, test } from "vitest";
import { aContact, aSeen, T0 } from "./evidence-builder.ts";
import { createTargetClock } from "./target-clock.ts";

/** Sent at T0 + 2 and acknowledged at T0 + 20. */
const judged = (desk: number | null, log: number | null) => {
  const clock = createTargetClock({ t0: T0, timeFactor: 10 });
  clock.take(aContact(0), { desk, log });
  const { n, misses } = clock.counts;
  return { n, misses, what: clock.wrong.list()[0]?.what };
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

test.each<[string, Partial<Parameters<typeof aSeen>[0]>, object]>([
  ["none in a run of before they were kept", {}, { n: 0, misses: 0, untold: 1 }],
  ["one that could not be read", { stampedAt: null }, { n: 0, misses: 0, untold: 1 }],
  ["one of the second of the question", { stampedAt: T0 - 900 }, { n: 1, misses: 0, untold: 0 }],
  ["one of two seconds before", { stampedAt: T0 - 2000 }, { n: 1, misses: 1, untold: 0 }],
  ["one of two seconds after it was seen", { stampedAt: T0 + 2040 }, { n: 1, misses: 1, untold: 0 }],
  [
    "a notice of long before, which is no message of this contact's",
    { author: "system", stampedAt: T0 - 9e9 },
    { n: 0, misses: 0, untold: 0 },
  ],
  ["a system line's of an hour after", { author: "system", stampedAt: T0 + 3.6e6 }, { n: 1, misses: 1, untold: 0 }],
  ["a system line's alone, which is no answer", { author: "system", stampedAt: null }, { n: 0, misses: 0, untold: 0 }],
])("of a mapped desk's messages: %s", (_name, seen, counts) => {
  const clock = createTargetClock({ t0: T0, timeFactor: 1, stampsMs: 1000 });
  clock.take(aContact(0, { seen: [aSeen(seen)] }), { desk: null, log: null });
  expect(clock.counts).toEqual(counts);
});

test("a mapped desk's account tells of a contact whose messages do not", () => {
  const clock = createTargetClock({ t0: T0, timeFactor: 1, stampsMs: 1000 });
  clock.take(aContact(0, { seen: [aSeen({ stampedAt: null })] }), { desk: null, log: null }, T0);
  expect(clock.counts).toEqual({ n: 1, misses: 0, untold: 0 });
});
