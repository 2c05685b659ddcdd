import { expect, test } from "vitest";
import { LANES } from "../../core/contract/ids.ts";
import { counters } from "../operations/counters.ts";
import { isProblem } from "../http/problems.ts";
import { testDesk } from "../testing/test-desk.ts";
import { SERVICE_LEVELS, targetWallMs } from "./service-levels.ts";

test("a queued contact says when its reply is due, in the stack's own time", async () => {
  for (const timeFactor of [1, 10]) {
    const on = await testDesk({ timeFactor });
    for (const lane of LANES) await on.open({ lane });
    const { items } = on.services.desk.page(await on.services.desk.offer(null, 10, 0).items, null);
    const due = items.map(({ lane, dueAt = 0, waitingSince }) => [lane, dueAt - waitingSince]);
    expect(due).toEqual(LANES.map((lane) => [lane, (SERVICE_LEVELS[lane].humanReplySec * 1000) / timeFactor]));
  }
});

test("breaches are counted while the customer still waits, by lane, and stay with those who were answered late", async () => {
  const on = await testDesk();
  const { desk } = on.services;
  const count = (name: string): number => counters(on.services)[name] ?? Number.NaN;
  const opened = await on.open({ lane: "stream" });
  await on.open({ lane: "standard" });
  const left = await on.open({ lane: "stream" });
  await desk.signal(left.contactId, "left");
  await on.time.pass(targetWallMs("stream", "humanReplySec", 1));
  expect(count("sla.human-reply.breached.stream")).toBe(0);
  await on.time.pass(1);
  expect(count("sla.human-reply.breached.stream")).toBe(1);
  expect(count("sla.human-reply.breached.standard")).toBe(0);
  await desk.claim(opened.contactId);
  await desk.agentMessage(opened.contactId, "a1", "Sorry for the wait.");
  await desk.resolve(opened.contactId);
  await on.time.pass(3_600_000);
  expect(count("sla.human-reply.breached.stream")).toBe(1);
  expect(count("sla.resolution.breached.stream")).toBe(0);
  expect(count("sla.resolution.breached.standard")).toBe(1);
});

test("a message reopens a resolved contact until its window closes, and is refused after that", async () => {
  const on = await testDesk();
  const { desk } = on.services;
  const { contactId } = await on.open();
  const resolved = async (): Promise<void> => {
    await desk.claim(contactId);
    await desk.resolve(contactId);
  };
  await resolved();
  await on.time.pass(targetWallMs("stream", "reopenSec", 1));
  const again = await desk.customerMessage(contactId, "c2", "It is still not here.");
  expect(again.state).toBe("waiting");
  expect(desk.contact(contactId)).toMatchObject({ reopens: 1, resolvedAt: null });
  await resolved();
  await on.time.pass(targetWallMs("stream", "reopenSec", 1) + 1);
  const refused = await desk.customerMessage(contactId, "c3", "Hello?").catch((error: unknown) => error);
  expect(isProblem(refused) && refused.code).toBe("reopen-window-closed");
  expect(desk.contact(contactId).state).toBe("resolved");
});
