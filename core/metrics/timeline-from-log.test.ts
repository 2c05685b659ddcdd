import fc from "fast-check";
import { expect, test } from "vitest";
import type { LogEntry } from "../schema/wire.ts";
import { createLogTimelines } from "./timeline-from-log.ts";
import { timelineFault } from "./timeline.ts";

let index = 0;
const entry = (at: number, kind: LogEntry["kind"], subject: string, body: LogEntry["body"] = {}): LogEntry => ({
  index: index++,
  at,
  kind,
  subject,
  body,
  prev: "0".repeat(64),
  hash: "0".repeat(64),
});
const fold = (entries: readonly LogEntry[], until = 1000) => {
  const log = createLogTimelines();
  for (const one of entries) log.take(one);
  return { timelines: [...log.timelines(until)], shifts: log.shifts(until), orphans: log.orphans };
};

test("contacts come apart, in their own order, with their own words", () => {
  const { timelines, orphans } = fold([
    entry(0, "island.published", "drop"),
    entry(1, "consent.given", "k-1"),
    entry(2, "contact.opened", "c-1"),
    entry(2, "message.sent", "c-1", { author: "customer" }),
    entry(3, "contact.opened", "c-2"),
    entry(3, "message.sent", "c-2", { author: "customer" }),
    entry(4, "message.sent", "c-1", { author: "assistant" }),
    entry(4, "contact.resolved", "c-1", { by: "island" }),
    entry(5, "contact.handed-off", "c-2"),
    entry(6, "contact.offered", "c-2"),
    entry(7, "contact.claimed", "c-2", { agentId: "ann" }),
    entry(8, "signal.given", "c-1", { signal: "helpful" }),
    entry(9, "contact.transferred", "c-2", { agentId: "ann" }),
    entry(10, "contact.claimed", "c-2", { agentId: null }),
    entry(11, "contact.resolved", "c-2", { by: "consent-withdrawn" }),
  ]);
  const told = timelines.map(({ contactId, events, observedUntilMs, answerRight }) => ({
    ...{ contactId, events, observedUntilMs, answerRight },
  }));
  expect(told).toEqual([
    {
      contactId: "c-1",
      events: [
        { atMs: 2, kind: "opened" },
        { atMs: 2, kind: "message", author: "customer" },
        { atMs: 4, kind: "message", author: "assistant" },
        { atMs: 4, kind: "resolved", by: "assistant" },
      ],
      observedUntilMs: 1000,
      answerRight: true,
    },
    {
      contactId: "c-2",
      events: [
        { atMs: 3, kind: "opened" },
        { atMs: 3, kind: "message", author: "customer" },
        { atMs: 5, kind: "handed-off" },
        { atMs: 7, kind: "claimed", agentId: "ann" },
        { atMs: 9, kind: "transferred" },
        { atMs: 10, kind: "claimed", agentId: null },
        { atMs: 11, kind: "resolved", by: "system" },
      ],
      observedUntilMs: 1000,
      answerRight: null,
    },
  ]);
  expect(orphans).toBe(0);
});

test("shifts begin and end with the agent's word, and breaks are none", () => {
  const { shifts } = fold([
    entry(100, "agent.presence", "ann", { state: "available", slots: 2, lanes: "", groups: "" }),
    entry(200, "agent.presence", "ann", { state: "break", slots: 2, lanes: "", groups: "" }),
    entry(300, "agent.presence", "ann", { state: "available", slots: 3, lanes: "", groups: "" }),
    entry(400, "agent.presence", "ben", { state: "available", slots: 1, lanes: "", groups: "" }),
    entry(500, "agent.presence", "ben", { state: "off", slots: 1, lanes: "", groups: "" }),
  ]);
  expect(shifts).toEqual([
    { agentId: "ann", fromMs: 100, toMs: 200, slots: 2 },
    { agentId: "ben", fromMs: 400, toMs: 500, slots: 1 },
    { agentId: "ann", fromMs: 300, toMs: 1000, slots: 3 },
  ]);
});

test("what has no opening is counted, and a clock that went back is seen", () => {
  const cut = fold([entry(1, "message.sent", "c-9", { author: "agent" }), entry(2, "contact.opened", "c-1")]);
  expect([cut.orphans, cut.timelines.length]).toEqual([1, 1]);
  const back = fold([entry(500, "contact.opened", "c-1"), entry(400, "message.sent", "c-1", { author: "customer" })]);
  expect(back.timelines.map(timelineFault)).toEqual(["message goes back in time by 100 ms"]);
});

test("a second opening of the same contact is an event like any other, and no second contact", () => {
  const { timelines } = fold([entry(1, "contact.opened", "c-1"), entry(2, "contact.opened", "c-1")]);
  expect(timelines.map(({ events }) => events.length)).toEqual([2]);
});

test("nothing is lost or mixed up over the blocks of the store", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 700 }), fc.integer({ min: 1, max: 5 }), (contacts, messages) => {
      const entries: LogEntry[] = [];
      for (let c = 0; c < contacts; c++) entries.push(entry(c, "contact.opened", `c-${c}`));
      for (let m = 0; m < messages; m++)
        for (let c = 0; c < contacts; c++)
          entries.push(entry(1000 * (m + 1) + c, "contact.claimed", `c-${c}`, { agentId: `a-${c % 7}` }));
      const { timelines } = fold(entries, 1e9);
      expect(timelines).toHaveLength(contacts);
      for (const [c, { contactId, events }] of timelines.entries()) {
        expect(contactId).toBe(`c-${c}`);
        expect(events.map(({ atMs }) => atMs)).toEqual([
          c,
          ...Array.from({ length: messages }, (_, m) => 1000 * (m + 1) + c),
        ]);
        expect(events[1]).toMatchObject({ agentId: `a-${c % 7}` });
      }
    }),
    { numRuns: 10 },
  );
});
