import fc from "fast-check";
import { expect, test } from "vitest";
import { aHandling, aReplicate, PREFIX, T0 } from "./evidence-builder.ts";
import { createOffers, TURNAROUND_MS } from "./offers.ts";

const schedule = { planned: 100, prefix: PREFIX };
const offersOf = (slots: number, stretches: readonly { slot: number; from: number; to: number }[], lanes = 1) => {
  const replicate = aReplicate({ plannedSlots: slots });
  const offers = createOffers(replicate, schedule, lanes === 1 ? ["stream"] : ["stream", "standard"], 0);
  stretches.forEach(({ slot, from, to }, index) => {
    offers.take(aHandling(index, 0, { slot, offeredAt: T0 + from, releasedAt: T0 + to }));
  });
  return offers;
};

test("a lane is free while one of its slots is, also before and after all work", () => {
  const offers = offersOf(2, [
    { slot: 0, from: 100, to: 400 },
    { slot: 1, from: 200, to: 300 },
  ]);
  expect(offers.freeMs("stream", T0, T0 + 150)).toBe(150);
  expect(offers.freeMs("stream", T0 + 200, T0 + 300)).toBe(0);
  expect(offers.freeMs("stream", T0 + 150, T0 + 350)).toBe(100);
  expect(offers.freeMs("stream", T0 + 900, T0 + 1000)).toBe(100);
});

test("slots of another lane do not count, and without slots nothing is free", () => {
  const offers = offersOf(3, [{ slot: 1, from: 100, to: 200 }], 2);
  expect(offers.freeMs("standard", T0 + 100, T0 + 200)).toBe(0);
  expect(offers.freeMs("stream", T0 + 100, T0 + 200)).toBe(100);
  expect(offersOf(0, []).freeMs("stream", T0, T0 + 100)).toBe(0);
  expect(offersOf(1, []).freeMs("stream", T0, T0 + 100)).toBe(100);
});

test("the first of several offers counts", () => {
  const offers = createOffers(aReplicate(), schedule, ["stream"]);
  offers.take(aHandling(3, 0, { offeredAt: T0 + 500, releasedAt: T0 + 600, claimedAt: null, lostClaim: true }));
  offers.take(aHandling(3, 0, { offeredAt: T0 + 200, releasedAt: T0 + 300 }));
  expect([offers.firstOfferAt(3), offers.firstOfferAt(4)]).toEqual([T0 + 200, null]);
});

test("a slot between release and next offer is not free yet", () => {
  const offers = createOffers(aReplicate({ plannedSlots: 1 }), schedule, ["stream"]);
  offers.take(aHandling(0, 0, { slot: 0, offeredAt: T0, releasedAt: T0 + 1000 }));
  expect(offers.freeMs("stream", T0, T0 + 1000 + TURNAROUND_MS)).toBe(0);
  expect(offers.freeMs("stream", T0, T0 + 1001 + TURNAROUND_MS)).toBe(1);
});

test("agrees with counting every millisecond by hand", () => {
  const stretch = fc.record({ from: fc.nat(60), length: fc.nat(30) });
  fc.assert(
    fc.property(
      fc.array(stretch, { maxLength: 12 }),
      fc.integer({ min: 1, max: 4 }),
      fc.nat(50),
      fc.nat(50),
      (list, slots, from, length) => {
        const stretches = list.map((one, index) => ({
          slot: index % slots,
          from: one.from,
          to: one.from + one.length,
        }));
        let free = 0;
        for (let at = from; at < from + length; at++) {
          const busy = stretches.filter((one) => one.from <= at && at < one.to).length;
          if (busy < slots) free++;
        }
        expect(offersOf(slots, stretches).freeMs("stream", T0 + from, T0 + from + length)).toBe(free);
      },
    ),
  );
});
