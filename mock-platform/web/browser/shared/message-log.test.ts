import { expect, test } from "vitest";
import type { Message } from "../../../../core/schema/wire.ts";
import { afterChange } from "./message-log.ts";

const said: Message = { id: "m1", seq: 1, contactId: "c", author: "agent", text: "old", at: 10 };
const item = (kind: "edited" | "moderated", revision: number, text = "new"): Message => ({
  ...{ id: "i", seq: 2, contactId: "c", author: "agent", text, at: 20 },
  change: { kind, messageId: "m1", seq: 1, revision, reason: "correction" },
});

test("an edit leaves the new wording and says when", () => {
  expect(afterChange(said, item("edited", 2))).toEqual({ ...said, text: "new", revision: 2, editedAt: 20 });
});

test("a moderation leaves the words that stand in its place", () => {
  expect(afterChange(said, item("moderated", 2, "taken away"))).toMatchObject({ text: "taken away", moderatedAt: 20 });
});

test("a change that is older than what is shown changes nothing", () => {
  const newest = { ...said, text: "newest", revision: 3, editedAt: 30 };
  expect(afterChange(newest, item("edited", 2))).toBe(newest);
  expect(afterChange(newest, item("edited", 3))).toBe(newest);
});

test("an ordinary message changes nothing", () => {
  expect(afterChange(said, { ...said, id: "m2", seq: 2 })).toBe(said);
});
