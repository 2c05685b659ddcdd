import { expect, test } from "vitest";
import { brokenLimits, type Figures, figureLines, MOST_STACK_BYTES } from "./figures.ts";

const MB = 1024 ** 2;
const good: Figures = {
  ...{ connections: 1000, failed: 0, openMs: 2000, fewestOpen: 990, openAtEnd: 1000, broken: 300, reconnects: 300 },
  memory: {
    ...{ emptyBytes: 100 * MB, openBytes: 150 * MB, endBytes: 155 * MB, peakBytes: 160 * MB },
    ...{ bytesEach: 52_429, bareBytesEach: 6000 },
  },
  replies: { acknowledged: 600, seen: 600, lost: 0, doubled: 0, refused: 0, tookMs: 30_000 },
  delayMs: { p50: 1, p95: 2, p99: null },
  faults: {},
};

test("passes what kept every limit, and says it in a line each", () => {
  expect(brokenLimits(good)).toEqual([]);
  const text = figureLines(good).join("\n");
  expect(text).toContain("150 MB: 51.2 kB per open customer");
  expect(text).toContain("costs 8.7 times that");
  expect(text).toContain("600 acknowledged in 30.0 s, 0 lost, 0 doubled");
});

test.each<[string, Partial<Figures>, RegExp]>([
  ["customers who could not open", { failed: 2 }, /2 of 1000 customers could not open/],
  ["too much memory", { memory: { ...good.memory, peakBytes: MOST_STACK_BYTES + MB } }, /4097 MB; the limit is 4,096/],
  [
    "too much memory where no peak is known",
    { memory: { ...good.memory, peakBytes: null, endBytes: 2 * MOST_STACK_BYTES } },
    /8192 MB/,
  ],
  ["no reply at all", { replies: { ...good.replies, acknowledged: 0, seen: 0 } }, /nothing was measured/],
  ["refused replies", { replies: { ...good.replies, refused: 3 } }, /3 replies were refused/],
  ["lost replies", { replies: { ...good.replies, seen: 599, lost: 1 } }, /1 acknowledged replies were lost/],
  ["doubled messages", { replies: { ...good.replies, doubled: 4 } }, /4 messages came twice/],
  ["counts that do not add up", { replies: { ...good.replies, seen: 601 } }, /do not add up/],
  ["customers who stayed away", { openAtEnd: 998 }, /only 998 of 1000/],
])("names %s", (_what, overrides, sentence) => {
  expect(brokenLimits({ ...good, ...overrides })).toEqual([expect.stringMatching(sentence)]);
});
