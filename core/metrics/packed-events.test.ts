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
