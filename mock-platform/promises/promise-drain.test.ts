import { expect, test } from "vitest";
import { ManualTime } from "../testing/manual-time.ts";
import type { Matter } from "./matter.ts";
import { PromiseDrain } from "./promise-drain.ts";

const matter = (matterId: string, dueAt: number): Matter => ({
  ...{ matterId, contactId: matterId, orderId: "H1", trouble: "order-held", receivedAt: 0, state: "promised" },
  ...{
    waitsFor: "partner",
    owner: "ann",
    promisedAt: 0,
    dueAt,
    endedAt: null,
    outcome: null,
    resolutions: 0,
    owners: 1,
  },
});

const bench = (dues: Readonly<Record<string, number>>, isHerd = false, takesMs = 0) => {
  const time = new ManualTime(0);
  const open = new Map(Object.entries(dues).map(([id, dueAt]) => [id, matter(id, dueAt)]));
  const asked: [at: number, id: string][] = [];
  const drain = new PromiseDrain({
    ...{ clock: time, scheduler: time, timeFactor: 1, isHerd },
    plan: { dueSec: 600, paceSec: 2, atOnce: 2, againSec: 20 },
    open: () => [...open.values()],
    follow: (one) => {
      asked.push([time.now() / 1000, one.matterId]);
      return new Promise((resolve) => {
        time.after(takesMs, () => {
          open.delete(one.matterId);
          resolve(null);
        });
      });
    },
  });
  return { time, drain, asked };
};

test("by due time, at its pace, whatever the order in which they were made", async () => {
  const { time, drain, asked } = bench({ a: 300, b: 100, c: 200 });
  for (const id of ["a", "b", "c"]) drain.add(id, 0);
  await time.pass(60_000);
  expect(asked).toEqual([
    [2, "b"],
    [4, "c"],
    [6, "a"],
  ]);
});

test("no more under way than it may: a slow partner slows the drain", async () => {
  const { time, drain, asked } = bench({ a: 1, b: 2, c: 3, d: 4 }, false, 30_000);
  for (const id of ["a", "b", "c", "d"]) drain.add(id, 0);
  await time.pass(31_000);
  expect(asked.map(([, id]) => id)).toEqual(["a", "b"]);
  await time.pass(60_000);
  expect(asked.map(([, id]) => id)).toEqual(["a", "b", "c", "d"]);
});

test("not before the partner said", async () => {
  const { time, drain, asked } = bench({ a: 100 });
  drain.add("a", 15_000);
  await time.pass(60_000);
  expect(asked).toEqual([[16, "a"]]);
});

test("the seeded herd: everybody at the same moment", async () => {
  const { time, drain, asked } = bench({ a: 300, b: 100, c: 200 }, true);
  for (const id of ["a", "b", "c"]) drain.add(id, 15_000);
  await time.pass(60_000);
  expect(asked.map(([at]) => at)).toEqual([20, 20, 20]);
});
