import fc from "fast-check";
import type { Timeline, TimelineEvent } from "../../core/metrics/timeline.ts";

const agentId = fc.constantFrom("ann", "ben", null);
const happening: fc.Arbitrary<(atMs: number) => TimelineEvent> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constant((atMs: number): TimelineEvent => ({ atMs, kind: "message", author: "customer" })),
  },
  {
    weight: 6,
    arbitrary: fc.constantFrom("assistant" as const, "agent" as const, "system" as const).map(
      (author) =>
        (atMs: number): TimelineEvent => ({ atMs, kind: "message", author }),
    ),
  },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(
        "handed-off" as const,
        "released" as const,
        "transferred" as const,
        "note" as const,
        "reopened" as const,
        "edited" as const,
        "moderated" as const,
      )
      .map(
        (kind) =>
          (atMs: number): TimelineEvent => ({ atMs, kind }),
      ),
  },
  {
    weight: 2,
    arbitrary: agentId.map(
      (id) =>
        (atMs: number): TimelineEvent => ({ atMs, kind: "claimed", agentId: id }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom("assistant" as const, "agent" as const, "customer" as const, "system" as const).map(
      (by) =>
        (atMs: number): TimelineEvent => ({ atMs, kind: "resolved", by }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.boolean().map(
      (silent) =>
        (atMs: number): TimelineEvent => ({ atMs, kind: "left", silent }),
    ),
  },
);

const gapMs = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3_600_000 }));

/** Any story at all, likely ones and absurd ones: whatever order a desk's log may hold. */
export const arbitraryTimeline: fc.Arbitrary<Timeline> = fc
  .record({
    openedMs: fc.integer({ min: 0, max: 2_000_000_000_000 }),
    steps: fc.array(fc.tuple(gapMs, happening), { maxLength: 14 }),
    restMs: gapMs,
    answerRight: fc.constantFrom(true, false, null),
  })
  .map(({ openedMs, steps, restMs, answerRight }) => {
    let atMs = openedMs;
    const events: TimelineEvent[] = [{ atMs, kind: "opened" }];
    for (const [gap, happens] of steps) {
      atMs += gap;
      events.push(happens(atMs));
    }
    return { contactId: "c-1", events, observedUntilMs: atMs + restMs, answerRight };
  });

/** The same story with one more event, at a moment between two of its own. */
export const withEvent = (timeline: Timeline, place: number, event: (atMs: number) => TimelineEvent): Timeline => {
  const { events } = timeline;
  const at = 1 + (place % events.length);
  const [before, after] = [events[at - 1]?.atMs ?? 0, events[at]?.atMs ?? timeline.observedUntilMs];
  const added = event(before + Math.floor((after - before) / 2));
  return { ...timeline, events: [...events.slice(0, at), added, ...events.slice(at)] };
};
