import { expect, test } from "vitest";
import type { Outcome } from "../../../core/contract/target.ts";
import type { QueueItem } from "../../../core/schema/wire.ts";
import { createWaitingBoard } from "./waiting-board.ts";

const item = (contactId: string): QueueItem => ({
  ...{ contactId, clientContactId: contactId, lane: "stream", waitingSince: 0, context: null, lastMessages: [] },
});

function boardOf(pages: readonly Outcome<readonly QueueItem[]>[]) {
  let now = 0;
  let looks = 0;
  const board = createWaitingBoard({ now: () => now });
  const offer = async (): Promise<string | null> => {
    const found = await board.look("stream", 1000, async () => {
      const page = pages[Math.min(looks, pages.length - 1)];
      looks++;
      return page ?? { ok: true, value: [] };
    });
    return found.ok ? (board.pick(found.value)?.contactId ?? null) : found.fault.code;
  };
  const pass = (ms: number): void => {
    now += ms;
  };
  return { board, offer, looks: () => looks, pass };
}
const page = (...ids: string[]): Outcome<readonly QueueItem[]> => ({ ok: true, value: ids.map(item) });

test("each contact is one slot's until it is let go, and comes back when it waits again", async () => {
  const { board, offer, looks, pass } = boardOf([page("a", "b")]);
  expect([await offer(), await offer(), await offer(), looks()]).toEqual(["a", "b", null, 1]);
  board.release("a");
  expect([await offer(), looks()]).toEqual(["a", 2]);
  pass(600_000);
  expect(await offer()).toBeNull();
});

test("one that another agent took is let be for half a minute", async () => {
  const { board, offer, pass } = boardOf([page("a")]);
  await offer();
  board.taken("a");
  pass(29_000);
  expect(await offer()).toBeNull();
  pass(1000);
  expect(await offer()).toBe("a");
});

test("a desk that fails is asked once in a pace, and left alone by all slots when it asks for it", async () => {
  const fault = { where: "queue", status: 429, code: "rate-limited", retryAfterMs: 7000 };
  const { offer, looks, pass } = boardOf([
    { ok: false, fault: { where: "queue", status: 500, code: "http-500" } },
    { ok: false, fault },
    page("a"),
  ]);
  expect([await offer(), await offer(), looks()]).toEqual(["http-500", "http-500", 1]);
  pass(1000);
  expect(await offer()).toBe("rate-limited");
  pass(6900);
  expect([await offer(), looks()]).toEqual(["rate-limited", 2]);
  pass(100);
  expect([await offer(), looks()]).toEqual(["a", 3]);
});
