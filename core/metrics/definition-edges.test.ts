import { expect, test } from "vitest";
import { ms, story } from "../../test/metrics/story.ts";
import { abandonment } from "./abandonment.ts";
import { createAbandonmentRates } from "./abandonment-rates.ts";
import { automation } from "./automation.ts";
import { resolvedAtFirstContact } from "./first-contact-resolution.ts";
import { humanWaits } from "./human-waits.ts";
import { createMetricEngine } from "./metric-engine.ts";
import { replyRuns } from "./reply-runs.ts";
import { resolution } from "./resolution.ts";
import { touches } from "./touches.ts";

const FCR = { windowMs: ms("10m"), noTransfer: false, needsRight: false };

test("once a person is owed, an assistant's words in the queue end no wait", () => {
  expect(humanWaits(story("0s customer\n1s handed-off\n20s assistant\n2m agent\n3m end"))).toMatchObject([
    { fromMs: 0, replyMs: ms("2m") },
  ]);
});

test("a question that went to nobody is no wait for a person, and a run without a reply", () => {
  const timeline = story("0s customer\n1h end");
  expect(humanWaits(timeline)).toEqual([]);
  expect(replyRuns(timeline)).toMatchObject([{ replyMs: null, observedMs: ms("1h") }]);
});

test("a contact closed over a question leaves it unanswered, whatever is said after the next", () => {
  const timeline = story("0s customer\n1s handed-off\n1m resolved\n5m customer\n5m handed-off\n6m agent\n7m end");
  expect(replyRuns(timeline).map(({ replyMs }) => replyMs)).toEqual([null, ms("1m")]);
  expect(humanWaits(timeline).map(({ replyMs }) => replyMs)).toEqual([null, ms("1m")]);
});

test("coming back at the very end of the window is coming back in it", () => {
  const back = (at: string) => story(`0s customer\n1m agent\n2m resolved\n${at} customer\n1h end`);
  expect(resolvedAtFirstContact(back("12m"), FCR)).toBe(false);
  expect(resolvedAtFirstContact(back("12m 0.001s"), FCR)).toBe(true);
});

test("what was passed on after it was solved was solved at first contact", () => {
  const later = story("0s customer\n1m agent\n2m resolved\n30m customer\n31m claimed\n32m transferred\n1h end");
  expect(resolvedAtFirstContact(later, { ...FCR, noTransfer: true })).toBe(true);
  const before = story("0s customer\n1m claimed\n2m transferred\n3m agent\n4m resolved\n1h end");
  expect(resolvedAtFirstContact(before, { ...FCR, noTransfer: true })).toBe(false);
  expect(resolvedAtFirstContact(before, FCR)).toBe(true);
});

test("closing what nobody asked resolves nothing", () => {
  expect(resolvedAtFirstContact(story("1m resolved\n1h end"), FCR)).toBe(false);
});

test("rightness is asked for only where the rule asks", () => {
  const solved = (right: boolean | null) => story("0s customer\n1m agent\n2m resolved\n1h end", right);
  const strict = { ...FCR, needsRight: true };
  expect([true, null, false].map((right) => resolvedAtFirstContact(solved(right), strict))).toEqual([
    true,
    null,
    false,
  ]);
  expect([true, null, false].map((right) => resolvedAtFirstContact(solved(right), FCR))).toEqual([true, true, true]);
});

test("the agents' resolution is one of an agent", () => {
  const timeline = story(`
    0s customer
    1m handed-off
    2m agent
    5m resolved customer
    6m reopened
    10m resolved
    1h end`);
  expect(resolution(timeline)).toMatchObject({ firstMs: ms("5m"), finalMs: ms("10m"), byAgentMs: ms("9m") });
});

test("a customer who left after the answer and before the end is not contained", () => {
  const timeline = story("0s customer\n2s assistant\n1m left silently\n5m resolved assistant\n1h end", true);
  expect(automation(timeline)).toEqual({ deflected: true, contained: false, resolved: false });
});

test("contained at the second go is contained, and resolved nobody the first time", () => {
  const timeline = story(
    `0s customer
    2s assistant
    2s resolved assistant
    1m customer
    1m 2s assistant
    1m 2s resolved assistant
    1h end`,
    true,
  );
  expect(automation(timeline)).toEqual({ deflected: true, contained: true, resolved: false });
});

test("a reply after the stated patience is one into an empty room", () => {
  const timeline = story("0s customer\n1s handed-off\n5m agent\n6m end");
  expect(abandonment(timeline)).toMatchObject({ outcome: "answered", waitedMs: ms("299s") });
  expect(abandonment(timeline, ms("1m"))).toMatchObject({ outcome: "abandoned", how: "silent", waitedMs: ms("1m") });
});

test("a hand-off begins a wait of its own, although the assistant had answered", () => {
  const timeline = story("0s customer\n2s assistant\n30m handed-off\n40m left\n1h end");
  expect(abandonment(timeline)).toMatchObject({ outcome: "abandoned", queued: true, waitedMs: ms("10m") });
});

test("who leaves at the stated time is no short abandon", () => {
  const rates = createAbandonmentRates(ms("5s"));
  for (const at of ["4s", "5s", "6s"]) rates.add(abandonment(story(`0s customer\n0s handed-off\n${at} left\n1m end`)));
  expect(rates.rates()).toMatchObject({ abandoned: 3, shortAbandoned: 1 });
});

test("two replies are not one touch, nor is one without an end", () => {
  expect(touches(story("0s customer\n1m agent\n2m agent\n3m resolved\n1h end")).oneTouch).toBe(false);
  expect(touches(story("0s customer\n1m agent\n1h end")).oneTouch).toBe(false);
});

test("what is still held has no handle time yet, but has kept its slot busy", () => {
  const engine = createMetricEngine({ fcr: FCR, shortAbandonMs: 0, silentAfterMs: null });
  engine.shift("ann", 0, ms("1h"), 1);
  engine.take(story("0s customer\n1s handed-off\n30m claimed ann\n1h end"));
  const report = engine.report();
  expect(report.handleTime.n).toBe(0);
  expect(report.agentTime.occupancy).toBe(0.5);
});
