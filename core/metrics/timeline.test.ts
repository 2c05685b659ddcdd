import { expect, test } from "vitest";
import { story } from "../../test/metrics/story.ts";
import { type Timeline, timelineFault } from "./timeline.ts";

const good = story("0s customer\n1m agent\n2m resolved\n3m end");

test("a whole story can be measured, also an empty one", () => {
  expect(timelineFault(good)).toBeNull();
  expect(timelineFault(story("0s end"))).toBeNull();
});

test.each<[string, Timeline, RegExp]>([
  ["no event", { ...good, events: [] }, /does not begin/],
  ["no opening", { ...good, events: good.events.slice(1) }, /does not begin/],
  [
    "a step back",
    { ...good, events: [...good.events, { atMs: 1000, kind: "note" }] },
    /note goes back in time by 119000/,
  ],
  ["no time", { ...good, events: [{ atMs: Number.NaN, kind: "opened" }] }, /opened has no time/],
  ["a watch that ended before", { ...good, observedUntilMs: 1000 }, /watch ended/],
  ["no end of the watch", { ...good, observedUntilMs: Number.POSITIVE_INFINITY }, /watch ended/],
])("%s is a fault", (_name, timeline, sentence) => {
  expect(timelineFault(timeline)).toMatch(sentence);
});
