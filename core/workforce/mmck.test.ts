import fc from "fast-check";
import { expect, test } from "vitest";
import { erlangB } from "./erlang-b.ts";
import { erlangC } from "./erlang-c.ts";
import { boundedQueue } from "./mmck.ts";

// Gross and Harris, section 2.4: M/M/1/K blocks (1 - r) r^K / (1 - r^(K + 1)), and 1 / (K + 1) at r = 1.
test("one server is M/M/1/K", () => {
  for (const load of [0.2, 0.75, 1.5, 4]) {
    for (const capacity of [1, 2, 10]) {
      const expected = ((1 - load) * load ** capacity) / (1 - load ** (capacity + 1));
      expect(boundedQueue(1, capacity, { arrivalsPerSec: load, handleSec: 1 }).blocking).toBeCloseTo(expected, 12);
    }
  }
  const even = boundedQueue(1, 9, { arrivalsPerSec: 1, handleSec: 1 });
  expect(even.blocking).toBeCloseTo(0.1, 12);
  // All ten states are equally likely: 4.5 inside, 0.9 let in a second.
  expect(even.meanSojournSec).toBeCloseTo(5, 12);
});

// Two servers, room for four, load 1.5 by hand: weights 1, 1.5, 1.125, 0.84375, 0.6328125 of 5.1015625.
test("two servers and room for four, by hand", () => {
  const queue = boundedQueue(2, 4, { arrivalsPerSec: 3, handleSec: 0.5 });
  expect(queue.blocking).toBeCloseTo(0.6328125 / 5.1015625, 12);
  const inside = (1.5 + 2 * 1.125 + 3 * 0.84375 + 4 * 0.6328125) / 5.1015625;
  expect(queue.meanInside).toBeCloseTo(inside, 12);
  expect(queue.meanSojournSec).toBeCloseTo(inside / (3 * (1 - queue.blocking)), 12);
  expect(queue.meanWaitSec).toBeCloseTo(queue.meanSojournSec - 0.5, 12);
});

const queues = fc.record({
  servers: fc.integer({ min: 1, max: 60 }),
  room: fc.integer({ min: 0, max: 200 }),
  use: fc.double({ min: 0.01, max: 5, noNaN: true }),
  handleSec: fc.double({ min: 0.01, max: 100, noNaN: true }),
});

test("what is let in is served, and Little's law holds", () => {
  fc.assert(
    fc.property(queues, ({ servers, room, use, handleSec }) => {
      const arrivalsPerSec = (servers * use) / handleSec;
      const queue = boundedQueue(servers, servers + room, { arrivalsPerSec, handleSec });
      expect(queue.throughputPerSec / arrivalsPerSec + queue.blocking).toBeCloseTo(1, 9);
      expect((queue.meanSojournSec * queue.throughputPerSec) / queue.meanInside).toBeCloseTo(1, 9);
      expect((queue.meanSojournSec - queue.meanWaitSec) / handleSec).toBeCloseTo(1, 9);
      expect(boundedQueue(servers, servers, { arrivalsPerSec, handleSec }).blocking).toBeCloseTo(
        erlangB(servers, servers * use),
        12,
      );
    }),
  );
});

test("much room is Erlang C", () => {
  const work = { arrivalsPerSec: 0.05, handleSec: 100 };
  expect(boundedQueue(6, 3000, work).meanWaitSec).toBeCloseTo(erlangC(6, work).meanWaitSec, 9);
});

test("fewer servers under the same work: the partner's fault of 8 to 2", () => {
  const work = { arrivalsPerSec: 6, handleSec: 1 };
  const [healthy, broken] = [boundedQueue(8, 100, work), boundedQueue(2, 100, work)];
  expect(healthy.utilisation).toBeCloseTo(0.75, 6);
  expect(broken.blocking).toBeCloseTo(2 / 3, 6);
  // Full nearly always: a hundred inside, two a second let out.
  expect(broken.meanSojournSec).toBeCloseTo(49.75, 2);
});

test("refuses what is no queue", () => {
  const work = { arrivalsPerSec: 1, handleSec: 1 };
  expect(() => boundedQueue(3, 2, work)).toThrow(RangeError);
  expect(() => boundedQueue(0, 2, work)).toThrow(RangeError);
  expect(() => boundedQueue(1, 1.5, work)).toThrow(RangeError);
  expect(() => boundedQueue(1, 2, { ...work, handleSec: Number.NaN })).toThrow(RangeError);
  expect(boundedQueue(1, 2, { arrivalsPerSec: 0, handleSec: 3 })).toMatchObject({ blocking: 0, meanSojournSec: 3 });
});
