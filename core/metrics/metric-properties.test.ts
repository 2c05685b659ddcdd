import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryTimeline, withEvent } from "../../test/metrics/arbitrary-timeline.ts";
import { abandonment } from "./abandonment.ts";
import { automation } from "./automation.ts";
import { createBounds } from "./bounds.ts";
import { episodesOf } from "./episodes.ts";
import { resolvedAtFirstContact } from "./first-contact-resolution.ts";
import { firstResponse } from "./first-response.ts";
import { holdsOf } from "./handle-time.ts";
import { humanWaits } from "./human-waits.ts";
import { createReplyTimes } from "./reply-times.ts";
import { replyRuns } from "./reply-runs.ts";
import { reopenCount, resolution } from "./resolution.ts";
import { type Timeline, timelineFault } from "./timeline.ts";
import { touches } from "./touches.ts";

const place = fc.nat({ max: 1000 });
const budget = fc.integer({ min: 0, max: 10_000_000 });
const rule = fc.record({ windowMs: budget, noTransfer: fc.boolean(), needsRight: fc.boolean() });
const holds = (property: fc.IProperty<[Timeline]>): void => fc.assert(property, { numRuns: 500 });

test("the generator makes timelines that can be measured", () => {
  holds(
    fc.property(arbitraryTimeline, (timeline) => {
      expect(timelineFault(timeline)).toBeNull();
    }),
  );
});

test("a person is never quicker than anyone", () => {
  holds(
    fc.property(arbitraryTimeline, (timeline) => {
      const response = firstResponse(timeline);
      if (response === null || response.humanMs === null) return;
      expect(response.anyMs).not.toBeNull();
      expect(response.humanMs).toBeGreaterThanOrEqual(response.anyMs ?? Number.NaN);
      expect(response.humanMs).toBeLessThanOrEqual(response.observedMs);
    }),
  );
});

test("the first run that was answered is the first response, unless the contact was closed over it", () => {
  holds(
    fc.property(arbitraryTimeline, (timeline) => {
      const [run] = replyRuns(timeline);
      expect(run === undefined).toBe(firstResponse(timeline) === null);
      if (run !== undefined && run.replyMs !== null) expect(firstResponse(timeline)?.anyMs).toBe(run.replyMs);
    }),
  );
});

test("waits follow one another and lie within the watch", () => {
  holds(
    fc.property(arbitraryTimeline, (timeline) => {
      for (const waits of [replyRuns(timeline), humanWaits(timeline)]) {
        let end = timeline.events[0]?.atMs ?? 0;
        for (const { fromMs, replyMs, observedMs } of waits) {
          expect(fromMs).toBeGreaterThanOrEqual(end);
          expect(fromMs + observedMs).toBe(timeline.observedUntilMs);
          expect(replyMs ?? 0).toBeGreaterThanOrEqual(0);
          expect(replyMs ?? 0).toBeLessThanOrEqual(observedMs);
          end = fromMs + (replyMs ?? 0);
        }
      }
    }),
  );
});

test("who is never answered misses every budget, and a wider budget never has more misses", () => {
  fc.assert(
    fc.property(fc.array(arbitraryTimeline, { maxLength: 20 }), budget, budget, (timelines, one, other) => {
      const times = createReplyTimes();
      let never = 0;
      for (const timeline of timelines) {
        const response = firstResponse(timeline);
        if (response === null) continue;
        times.add(response.humanMs, response.observedMs);
        if (response.humanMs === null) never++;
      }
      expect(times.never).toBe(never);
      expect(times.misses(Number.MAX_SAFE_INTEGER)).toBe(never);
      expect(times.misses(Math.max(one, other))).toBeLessThanOrEqual(times.misses(Math.min(one, other)));
      expect(times.undecided(one)).toBeLessThanOrEqual(times.misses(one));
      expect(times.misses(one)).toBeLessThanOrEqual(times.n);
    }),
  );
});

test("bounds are in order, and adding a reopen never raises either", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(arbitraryTimeline, place), { maxLength: 12 }), rule, (stories, fcr) => {
      const [before, after] = [createBounds(), createBounds()];
      for (const [timeline, at] of stories) {
        before.add(resolvedAtFirstContact(timeline, fcr));
        const reopened = withEvent(timeline, at, (atMs) => ({ atMs, kind: "reopened" }));
        after.add(resolvedAtFirstContact(reopened, fcr));
      }
      const [b, a] = [before.bounds(), after.bounds()];
      expect(b.lower === null).toBe(stories.length === 0);
      expect(b.lower ?? 0).toBeLessThanOrEqual(b.upper ?? 0);
      expect(a.lower ?? 0).toBeLessThanOrEqual(b.lower ?? 0);
      expect(a.upper ?? 0).toBeLessThanOrEqual(b.upper ?? 0);
    }),
    { numRuns: 500 },
  );
});

test("a longer window, or a stricter rule, never raises FCR", () => {
  const worth = (outcome: boolean | null): number => (outcome === null ? 1 : outcome ? 2 : 0);
  fc.assert(
    fc.property(arbitraryTimeline, rule, budget, (timeline, fcr, more) => {
      const here = worth(resolvedAtFirstContact(timeline, fcr));
      const longer = { ...fcr, windowMs: fcr.windowMs + more };
      expect(worth(resolvedAtFirstContact(timeline, longer))).toBeLessThanOrEqual(here);
      const strict = { ...fcr, noTransfer: true, needsRight: true };
      expect(worth(resolvedAtFirstContact(timeline, strict))).toBeLessThanOrEqual(here);
    }),
    { numRuns: 500 },
  );
});

test("what comes later never moves the first resolution, nor the first response", () => {
  holds(
    fc.property(arbitraryTimeline, (timeline) => {
      const { firstMs } = resolution(timeline);
      const { anyMs = null } = firstResponse(timeline) ?? {};
      for (let length = 1; length < timeline.events.length; length++) {
        const begun = { ...timeline, events: timeline.events.slice(0, length) };
        const early = resolution(begun).firstMs;
        if (early !== null) expect(firstMs).toBe(early);
        const earlyReply = firstResponse(begun)?.anyMs ?? null;
        if (earlyReply !== null) expect(anyMs).toBe(earlyReply);
      }
    }),
  );
});

test("resolved is contained, contained is deflected, and who gave up is neither of the first two", () => {
  holds(
    fc.property(arbitraryTimeline, (timeline) => {
      const { deflected, contained, resolved } = automation(timeline);
      if (resolved !== false) expect(contained).toBe(true);
      if (contained) expect(deflected).toBe(true);
      if (abandonment(timeline).outcome === "abandoned") expect(contained).toBe(false);
      if (timeline.events.some(({ kind }) => kind === "handed-off")) expect(deflected).toBe(false);
    }),
  );
});

test("less patience only turns more contacts into abandoned ones", () => {
  fc.assert(
    fc.property(arbitraryTimeline, budget, budget, (timeline, one, other) => {
      const outcome = (silentAfterMs: number | null) => abandonment(timeline, silentAfterMs).outcome;
      if (outcome(null) === "abandoned" || outcome(Math.max(one, other)) === "abandoned")
        expect(outcome(Math.min(one, other))).toBe("abandoned");
      const { waitedMs } = abandonment(timeline, one);
      expect(waitedMs).toBeGreaterThanOrEqual(0);
      expect(waitedMs).toBeLessThanOrEqual(timeline.observedUntilMs - (timeline.events[0]?.atMs ?? 0));
    }),
    { numRuns: 500 },
  );
});

test("notes, edits and moderations change no time", () => {
  const silentKind = fc.constantFrom("note" as const, "edited" as const, "moderated" as const);
  fc.assert(
    fc.property(arbitraryTimeline, place, silentKind, rule, (timeline, at, kind, fcr) => {
      const noted = withEvent(timeline, at, (atMs) => ({ atMs, kind }));
      for (const measure of [firstResponse, replyRuns, humanWaits, resolution, episodesOf, holdsOf, automation])
        expect(measure(noted)).toEqual(measure(timeline));
      expect(abandonment(noted)).toEqual(abandonment(timeline));
      expect(resolvedAtFirstContact(noted, fcr)).toEqual(resolvedAtFirstContact(timeline, fcr));
    }),
  );
});

test("durations do not know what day it is", () => {
  fc.assert(
    fc.property(arbitraryTimeline, fc.integer({ min: 0, max: 1e12 }), (timeline, shiftMs) => {
      const shifted = {
        ...timeline,
        events: timeline.events.map((event) => ({ ...event, atMs: event.atMs + shiftMs })),
        observedUntilMs: timeline.observedUntilMs + shiftMs,
      };
      for (const measure of [firstResponse, resolution, abandonment, touches, reopenCount])
        expect(measure(shifted)).toEqual(measure(timeline));
    }),
  );
});

test("one agent at a time holds a contact, and no longer than it was watched", () => {
  holds(
    fc.property(arbitraryTimeline, (timeline) => {
      let before = timeline.events[0]?.atMs ?? 0;
      for (const { fromMs, toMs } of holdsOf(timeline)) {
        expect(fromMs).toBeGreaterThanOrEqual(before);
        expect(toMs).toBeGreaterThanOrEqual(fromMs);
        before = toMs;
      }
      expect(before).toBeLessThanOrEqual(timeline.observedUntilMs);
    }),
  );
});
