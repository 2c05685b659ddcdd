import { expect, test } from "vitest";
import { simMs } from "../../core/contract/time.ts";
import { nanoDropLoad } from "../../drills/nano-drop/load.ts";
import { httpTargetText } from "../target/http-example.ts";
import { parseTarget } from "../target/load-target.ts";
import { loadSpans } from "../load/drill-streams.ts";
import { defaultPlan } from "./default-plan.ts";
import { coarsestLookMs, loadLimit, mappedCalls, perMinuteUnder, tightestLimit } from "./mapped-calls.ts";
import { planAtTarget } from "./plan-at-target.ts";
import { resolvePhases } from "./profiles.ts";

const callsOf = (offsetsMs: readonly number[], change?: (section: string) => string) => {
  const { http } = parseTarget(httpTargetText(change), "desk.yaml");
  if (http === undefined) throw new Error("no section http");
  const plan = planAtTarget(defaultPlan(), "smoke", {});
  const spans = loadSpans(nanoDropLoad, plan, resolvePhases(plan, "smoke"));
  const arrivals = offsetsMs.map((ms) => ({ phase: "step", offset: simMs(ms) }));
  const drawn = nanoDropLoad.streams(plan).map((stream) => ({ stream, arrivals }));
  return mappedCalls({ plan, load: nanoDropLoad, timeFactor: 1, spans, drawn }, http);
};
const evenly = (n: number, everyMs: number): number[] => Array.from({ length: n }, (_, at) => at * everyMs);

test("what people do is counted in the minute in which they come, looks all along", () => {
  const spread = callsOf(evenly(40, 6000));
  const burst = callsOf(evenly(40, 0));
  expect(burst.actsPerMinuteAtMost / spread.actsPerMinuteAtMost).toBeGreaterThan(2.5);
  expect(burst.looksPerMinuteAtMost).toBe(spread.looksPerMinuteAtMost);
  // Session, question, a claim, a reply, a resolution, a farewell: at least these for each of forty.
  expect(burst.actsPerMinuteAtMost).toBeGreaterThan(40 * 6);
  expect(burst.actsPerMinuteAtMost).toBeLessThan(40 * 12);
  expect(burst.totalAtMost).toBeGreaterThan(burst.total);
});

test("looks half as often are half as many; what the desk lacks is not counted", () => {
  const each = callsOf(evenly(40, 1000)).looksPerMinuteAtMost;
  const half = callsOf(evenly(40, 1000), (section) => section.replace("everyMs: 1000", "everyMs: 2000"));
  // The other looks are those for who waits, one for each lane and second.
  expect(each - half.looksPerMinuteAtMost).toBe(1200);
  const bare = callsOf(evenly(40, 1000), (section) =>
    section
      .replace(/ {4}leave:\n.*\n/, "")
      .replace(/ {4}session:\n.*visitors.*\n.*\n/, "")
      .replace('    headers: { x-visitor: "{visitor}" }\n', ""),
  );
  expect(callsOf(evenly(40, 1000)).actsPerMinuteAtMost - bare.actsPerMinuteAtMost).toBe(80);
});

test("a limit is kept by fewer looks, as long as what people do and a look a minute fit in beside the harness", () => {
  const calls = callsOf(evenly(40, 6000));
  const { actsPerMinuteAtMost: acts, looksPerMinuteAtMost: looks } = calls;
  const wide = 3 * (acts + looks);
  expect([perMinuteUnder(calls, wide), coarsestLookMs(calls, 1000, wide)]).toEqual([acts + looks, 1000]);
  const half = acts + looks / 2;
  expect(perMinuteUnder(calls, half)).toBe(loadLimit(half));
  expect(coarsestLookMs(calls, 1000, half)).toBeGreaterThan(2000);
  expect(coarsestLookMs(calls, 1000, half)).toBeLessThan(4000);
  for (const limit of [acts, acts + 20, 1]) expect(perMinuteUnder(calls, limit)).toBeGreaterThan(limit);
  expect(Number.isFinite(coarsestLookMs(calls, 1000, 1))).toBe(true);
});

test("the tightest limit counts, the own one too", () => {
  const limit = (perMinute: number) => ({ scope: "desk", perMinute, source: "docs" });
  const publishedLimits = [limit(600), limit(100)];
  expect(tightestLimit({ maxRequestsPerSec: 20, maxContacts: 1, publishedLimits })).toBe(100);
  expect(tightestLimit({ maxRequestsPerSec: 0.5, maxContacts: 1, publishedLimits })).toBe(30);
});
