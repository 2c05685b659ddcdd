import { expect, test } from "vitest";
import { createPackedEvents } from "./packed-events.ts";

test("chains that grow in turn stay apart, over several blocks", () => {
  const store = createPackedEvents();
  const chains = Array.from({ length: 3000 }, (_, chain) => chain);
  for (let round = 0; round < 50; round++) for (const chain of chains) store.append(chain, round + chain / 1e4, round);
  for (const chain of [0, 1, 1499, 2999]) {
    const seen: number[] = [];
    store.read(chain, (atMs, what) => {
      expect(atMs).toBe(what + chain / 1e4);
      seen.push(what);
    });
    expect(seen).toEqual(Array.from({ length: 50 }, (_, round) => round));
  }
});

test("an empty chain has nothing to read", () => {
  const store = createPackedEvents();
  store.read(7, () => expect.unreachable());
});

test.each<[string, readonly (readonly [number, number])[]]>([
  [
    "times that go back",
    [
      [1e12, 0],
      [1e12 - 5000, 3],
      [1e12 + 7, -2],
    ],
  ],
  [
    "parts of milliseconds",
    [
      [0.1, 1],
      [0.30000000000000004, 2],
      [1e12 + 0.5, 3],
    ],
  ],
  [
    "steps of years",
    [
      [0, 0],
      [2 ** 40, 1],
      [1, 2],
    ],
  ],
  [
    "what is no time",
    [
      [Number.NaN, 0],
      [5, 1],
      [Number.POSITIVE_INFINITY, 2],
      [6, 3],
      [-0, 4],
    ],
  ],
  [
    "codes of many agents",
    [
      [1, 15 + 32 * 50_000],
      [2, -1],
      [3, 31],
    ],
  ],
])("%s come back as they were, beside another chain", (_name, rows) => {
  const store = createPackedEvents();
  for (const [atMs, what] of rows) {
    store.append(0, atMs, what);
    store.append(1, atMs + 1, what);
  }
  const seen: (readonly [number, number])[] = [];
  store.read(0, (atMs, what) => seen.push([atMs, what]));
  expect(seen).toEqual(rows);
});
