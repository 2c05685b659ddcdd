import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createScheduleDigest, type ScheduledContact } from "./schedule-digest.ts";

const sha256 = (content: string | Uint8Array): Uint8Array => createHash("sha256").update(content).digest();
const contact = (index: number, part: Partial<ScheduledContact> = {}): ScheduledContact => ({
  index,
  clientContactId: `run-1-${index}`,
  phase: "step",
  lane: "stream",
  intent: "stock",
  pop: "pop-a",
  delivery: "websocket",
  arrivalOffsetMs: 1000 + index,
  ...part,
});
const digest = (planned: number, contacts: readonly ScheduledContact[]): string => {
  const made = createScheduleDigest(planned, sha256);
  for (const one of contacts) made.add(one);
  return made.hex();
};
const four = [0, 1, 2, 3].map((index) => contact(index));
const known = digest(4, four);

test("the order in which contacts end does not matter", () => {
  expect(digest(4, four.toReversed())).toBe(known);
  expect(known).toMatch(/^[0-9a-f]{64}$/);
});

test.each([
  { phase: "tail" },
  { lane: "standard" },
  { intent: "returns" },
  { pop: "pop-b" },
  { delivery: "long-poll" },
  { arrivalOffsetMs: 1003 },
  { clientContactId: "run-2-2" },
] satisfies Partial<ScheduledContact>[])("another %j is another schedule", (part) => {
  expect(digest(4, [...four.slice(0, 2), contact(2, part), contact(3)])).not.toBe(known);
});

test("a contact that is missing, swapped or beyond the plan shows", () => {
  expect(digest(4, four.slice(1))).not.toBe(known);
  expect(digest(3, four)).not.toBe(known);
  expect(digest(4, [contact(0), contact(2, { index: 1 }), contact(1, { index: 2 }), contact(3)])).not.toBe(known);
  expect(digest(4, [...four, contact(4), contact(-1)])).toBe(known);
});
