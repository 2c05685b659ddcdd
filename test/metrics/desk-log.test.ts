import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { firstResponse } from "../../core/metrics/first-response.ts";
import { holdsOf } from "../../core/metrics/handle-time.ts";
import { humanWaits } from "../../core/metrics/human-waits.ts";
import { createMetricEngine } from "../../core/metrics/metric-engine.ts";
import { reopenCount, resolution } from "../../core/metrics/resolution.ts";
import type { Timeline } from "../../core/metrics/timeline.ts";
import { createLogTimelines, type LogTimelines } from "../../core/metrics/timeline-from-log.ts";
import { touches } from "../../core/metrics/touches.ts";
import {
  type DeskContact,
  deskContactSchema,
  type ExportedMessage,
  exportedMessageSchema,
  logEntrySchema,
} from "../../core/schema/wire.ts";
import { startStack } from "../../mock-platform/server.ts";
import type { RunningStack } from "../../mock-platform/stack-options.ts";
import { bearerCaller, TestCustomer } from "../../mock-platform/testing/test-customer.ts";

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ checkAnswers: true, orders: 50 });
});
afterAll(() => stack.close());

const as = (agentId: string) => {
  const call = bearerCaller(stack.origin, stack.agentBearer);
  return async (method: string, path: string, body?: unknown): Promise<string> => {
    const { status, body: got } = await call<{ message?: { id: string } }>(method, path, body, { "agent-id": agentId });
    expect(status, `${method} ${path}`).toBeLessThan(300);
    return got.message?.id ?? "";
  };
};
const customerAt = async (text?: string): Promise<TestCustomer> => {
  const customer = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  await customer.open(text === undefined ? {} : { text });
  return customer;
};
const pathOf = ({ contactId }: TestCustomer): string => `/v1/agent/contacts/${contactId}`;
/** Stamps of the stack are milliseconds: what is to be later must be so by more than one. */
const later = (): Promise<void> => pause(5);

interface Measured {
  readonly log: LogTimelines;
  readonly timelines: ReadonlyMap<string, Timeline>;
  readonly desk: ReadonlyMap<string, DeskContact>;
  readonly messages: readonly ExportedMessage[];
  readonly untilMs: number;
}

async function measure(): Promise<Measured> {
  const ops = bearerCaller(stack.ops, stack.opsBearer);
  const lines = async (name: string): Promise<unknown[]> => (await ops<unknown[]>("GET", `/export/v1/${name}`)).body;
  const log = createLogTimelines();
  for (const line of await lines("log")) log.take(logEntrySchema.parse(line));
  const untilMs = Date.now();
  const desk = (await lines("contacts")).map((line) => deskContactSchema.parse(line));
  return {
    log,
    timelines: new Map([...log.timelines(untilMs)].map((timeline) => [timeline.contactId, timeline])),
    desk: new Map(desk.map((contact) => [contact.contactId, contact])),
    messages: (await lines("messages")).map((line) => exportedMessageSchema.parse(line)),
    untilMs,
  };
}

test("a desk's exported log measures what was done at it", async () => {
  const [ann, ben] = [as("ann"), as("ben")];
  await ann("PUT", "/v1/agent/presence", { agentId: "ann", state: "available", slots: 3 });
  await ben("PUT", "/v1/agent/presence", { agentId: "ben", state: "available", slots: 2 });

  // Answered by the island, and helpful.
  const contained = await customerAt("When will it ship?");
  await contained.call("POST", `/v1/contacts/${contained.contactId}/signals`, { kind: "helpful" });
  // To a person, noted, passed on, answered by another, and back once more after it was resolved.
  const reopened = await customerAt();
  await later();
  await ann("POST", `${pathOf(reopened)}/claim`, {});
  await ann("POST", `${pathOf(reopened)}/notes`, { clientNoteId: "n1", text: "Paid twice, I think." });
  await later();
  await ann("POST", `${pathOf(reopened)}/transfer`, { to: { lane: "standard" }, reason: "needs payments" });
  await ben("POST", `${pathOf(reopened)}/claim`, {});
  await later();
  const said = await ben("POST", `${pathOf(reopened)}/messages`, {
    clientMessageId: "a1",
    text: "It was charged twice.",
  });
  await ben("PATCH", `/v1/agent/messages/${said}`, { text: "It was charged once.", reason: "correction" });
  await later();
  await ben("POST", `${pathOf(reopened)}/resolve`, {});
  await later();
  await reopened.send("Are you sure?");
  await later();
  await ben("POST", `${pathOf(reopened)}/claim`, {});
  await ben("POST", `${pathOf(reopened)}/messages`, { clientMessageId: "a2", text: "Yes: once." });
  await later();
  await ben("POST", `${pathOf(reopened)}/resolve`, {});
  // Says that they stop waiting.
  const left = await customerAt();
  await later();
  await left.call("POST", `/v1/contacts/${left.contactId}/signals`, { kind: "left" });
  // Never answered.
  const never = await customerAt();

  const { log, timelines, desk, messages, untilMs } = await measure();
  expect(log.orphans).toBe(0);
  expect([...timelines.keys()].sort()).toEqual([...desk.keys()].sort());

  // The desk keeps its own stamps in another place: every one of them must agree.
  for (const [contactId, timeline] of timelines) {
    const own = desk.get(contactId);
    const asked = messages.find((one) => one.contactId === contactId && one.author === "customer")?.at ?? Number.NaN;
    const since = (at: number | null | undefined, fromMs: number): number | null => (at == null ? null : at - fromMs);
    const openedAt = own?.openedAt ?? Number.NaN;
    expect(firstResponse(timeline)).toMatchObject({
      anyMs: since(own?.firstReplyAt, asked),
      humanMs: since(own?.firstHumanReplyAt, asked),
    });
    expect(reopenCount(timeline)).toBe(own?.reopens);
    expect(touches(timeline)).toMatchObject({ transfers: own?.transfers, notes: own?.notes });
    if (contactId === left.contactId) continue;
    expect(resolution(timeline)).toMatchObject({
      firstMs: since(own?.firstResolvedAt, openedAt),
      finalMs: since(own?.resolvedAt, openedAt),
    });
  }

  const story = (customer: TestCustomer): Timeline => timelines.get(customer.contactId) as Timeline;
  expect(humanWaits(story(reopened))).toHaveLength(2);
  expect(holdsOf(story(reopened)).map(({ agentId }) => agentId)).toEqual(["ann", "ben", "ben"]);

  const hourMs = 3_600_000;
  const engine = createMetricEngine({
    fcr: { windowMs: hourMs, noTransfer: false, needsRight: true },
    shortAbandonMs: 0,
    silentAfterMs: null,
  });
  for (const timeline of timelines.values()) engine.take(timeline);
  for (const { agentId, fromMs, toMs, slots } of log.shifts(untilMs)) engine.shift(agentId, fromMs, toMs, slots);
  const report = engine.report();
  expect(report.unmeasurable).toEqual({ count: 0, examples: [] });
  expect(report.contacts).toBe(4);
  expect([report.firstResponse.any.misses(hourMs), report.firstResponse.human.misses(hourMs)]).toEqual([2, 3]);
  // The island's answer may still be come back on within the hour; the others are known not to be.
  expect(report.fcr).toEqual({ n: 4, yes: 0, unknown: 1, lower: 0, upper: 0.25 });
  expect(report.abandonment).toMatchObject({
    offered: 4,
    queued: 3,
    handled: 1,
    abandoned: 1,
    said: 1,
    stillWaiting: 1,
  });
  expect([report.deflected, report.contained, report.resolvedByAssistant.yes]).toEqual([1, 1, 1]);
  expect([report.transfers, report.reopens.times, report.oneTouch]).toEqual([1, 1, 0]);
  expect(report.agentTime.busyMs).toBeGreaterThan(0);
  expect(report.agentTime.occupancy).toBeLessThan(1);
  expect(report.agentTime.unplacedMs).toBe(0);
  expect(story(never).events.some(({ kind }) => kind === "handed-off")).toBe(true);
});
