import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryTimeline } from "../../test/metrics/arbitrary-timeline.ts";
import { ms, story } from "../../test/metrics/story.ts";
import { createMetricEngine, type MetricReport, type MetricRules } from "./metric-engine.ts";
import type { Timeline } from "./timeline.ts";

const RULES: MetricRules = {
  fcr: { windowMs: ms("10m"), noTransfer: false, needsRight: false },
  shortAbandonMs: ms("5s"),
  silentAfterMs: null,
};
const measure = (timelines: readonly Timeline[], rules = RULES): MetricReport => {
  const engine = createMetricEngine(rules);
  for (const timeline of timelines) engine.take(timeline);
  return engine.report();
};

test("a small day, by hand", () => {
  const day = [
    // Answered and done by the assistant.
    story("0s customer\n2s assistant\n2s resolved assistant\n1h end", true),
    // The assistant was wrong: the customer comes back, a person puts it right.
    story(
      `0s customer
      2s assistant
      2s resolved assistant
      1m customer
      1m reopened
      1m 1s handed-off
      2m claimed ann
      3m agent
      4m resolved
      1h end`,
      true,
    ),
    // Straight to a person, passed on once.
    story("0s customer\n1s handed-off\n1m claimed ann\n2m transferred\n3m claimed ben\n4m agent\n6m resolved\n1h end"),
    // Gives up in the queue.
    story("0s customer\n1s handed-off\n3m left\n1h end"),
    // Never answered.
    story("0s customer\n1s handed-off\n1h end"),
  ];
  const report = measure(day);
  expect(report.contacts).toBe(5);
  expect(report.firstResponse.any.quantileMs(0.25)).toBe(ms("2s"));
  expect(report.firstResponse.any.misses(ms("1m"))).toBe(3);
  expect(report.firstResponse.human.misses(ms("4m"))).toBe(3);
  expect([report.humanWaits.n, report.humanWaits.misses(ms("2m"))]).toEqual([4, 3]);
  expect([report.replyRuns.n, report.replyRuns.never]).toEqual([6, 2]);
  expect([report.resolution.first.never, report.resolution.final.never]).toEqual([2, 2]);
  expect(report.resolution.byAgent.n).toBe(4);
  expect(report.reopens).toEqual({ contacts: 1, times: 1 });
  expect(report.fcr).toEqual({ n: 5, yes: 2, unknown: 0, lower: 0.4, upper: 0.4 });
  expect(report.abandonment).toMatchObject({ offered: 5, queued: 4, handled: 2, abandoned: 1, stillWaiting: 1 });
  expect([report.deflected, report.contained]).toEqual([1, 1]);
  expect(report.resolvedByAssistant).toMatchObject({ n: 5, yes: 1, unknown: 0 });
  expect([report.oneTouch, report.transfers]).toEqual([2, 1]);
  // ann and ben: two minutes, then one and three.
  expect([report.handleTime.n, report.handleTime.quantileMs(1)]).toEqual([2, ms("4m")]);
});

test("occupancy and concurrency come from the same contacts", () => {
  const engine = createMetricEngine(RULES);
  engine.shift("ann", 0, ms("10m"), 2);
  engine.take(story("0s customer\n1s handed-off\n1m claimed ann\n2m agent\n5m resolved\n1h end"));
  engine.take(story("0s customer\n1s handed-off\n3m claimed ann\n4m agent\n7m resolved\n1h end"));
  const { agentTime } = engine.report();
  expect(agentTime).toMatchObject({ occupancy: 8 / 20, concurrency: 8 / 6, unplacedMs: 0 });
});

test("what cannot be measured is named and in no figure", () => {
  const good = story("0s customer\n1m agent\n2m end");
  const report = measure([good, { ...good, contactId: "c-2", events: [] }, { ...good, observedUntilMs: 0 }]);
  expect(report.contacts).toBe(3);
  expect(report.unmeasurable.count).toBe(2);
  expect(report.unmeasurable.examples[0]).toBe("c-2: it does not begin with its opening");
  expect(report.firstResponse.any.n).toBe(1);
});

test("of nothing there is no share", () => {
  const report = measure([]);
  expect(report.fcr).toMatchObject({ n: 0, lower: null, upper: null });
  expect(report.abandonment).toMatchObject({ ofQueued: null, ofEndedWithoutShort: null, ofOffered: null });
  expect(report.firstResponse.any.quantileMs(0.5)).toBeNull();
  expect(report.agentTime.occupancy).toBeNull();
});

const figures = (report: MetricReport): unknown => ({
  ...report,
  unmeasurable: report.unmeasurable.count,
  times: [
    report.firstResponse.any,
    report.firstResponse.human,
    report.replyRuns,
    report.humanWaits,
    report.resolution.first,
    report.resolution.final,
    report.handleTime,
  ].map((times) => [times.n, times.never, times.misses(60_000), times.quantileMs(0.5)]),
  firstResponse: null,
  replyRuns: null,
  humanWaits: null,
  resolution: null,
  handleTime: null,
});

test("the order of contacts does not matter, and the queue's account adds up", () => {
  fc.assert(
    fc.property(fc.array(arbitraryTimeline, { maxLength: 15 }), (timelines) => {
      const report = measure(timelines);
      expect(figures(measure([...timelines].reverse()))).toEqual(figures(report));
      const { offered, queued, handled, abandoned, stillWaiting, said, silent, closed } = report.abandonment;
      expect(handled + abandoned + stillWaiting).toBe(queued);
      expect(said + silent + closed).toBe(abandoned);
      expect(queued).toBeLessThanOrEqual(offered);
      expect(report.contained).toBeLessThanOrEqual(report.deflected);
      expect(report.resolvedByAssistant.yes).toBeLessThanOrEqual(report.contained);
      expect(report.firstResponse.human.misses(60_000)).toBeGreaterThanOrEqual(report.firstResponse.any.misses(60_000));
    }),
  );
});
