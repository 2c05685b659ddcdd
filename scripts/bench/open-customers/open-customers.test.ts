import { expect, test } from "vitest";
import { brokenLimits } from "./figures.ts";
import { benchOpenCustomers } from "./open-customers.ts";

/** A dozen customers in real processes: what is counted, not how fast it was. */
const bench = (defects: readonly string[]) =>
  benchOpenCustomers({
    ...{ name: "open-customers", connections: 12, seconds: 1, repliesPerSec: 20, seed: 7, defects, json: false },
    ...{ help: false, settleMs: 1500, signal: new AbortController().signal },
  });

test("counts every reply once, over connections that break", async () => {
  const figures = await bench([]);
  expect(figures.replies).toMatchObject({ acknowledged: 20, seen: 20, lost: 0, doubled: 0, refused: 0 });
  expect(figures).toMatchObject({ failed: 0, broken: 1, reconnects: 1, openAtEnd: 12 });
  expect(brokenLimits(figures)).toEqual([]);
});

test("tells a stack that loses one reply in five", async () => {
  const figures = await bench(["lost-reply"]);
  expect(figures.replies).toMatchObject({ acknowledged: 20, seen: 16, lost: 4 });
  expect(brokenLimits(figures)).toEqual(["4 acknowledged replies were lost"]);
});
