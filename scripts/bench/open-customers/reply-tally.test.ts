import { expect, test } from "vitest";
import { type Seen, tallyReplies } from "./reply-tally.ts";

const acknowledged = [
  { contactId: "a", lastSeq: 5, replies: 3 },
  { contactId: "b", lastSeq: 3, replies: 1 },
];
const seen = (overrides: Partial<Seen> = {}): Seen[] => [
  { contactId: "a", lastSeq: 5, replies: 3, doubled: 0, missed: 0, ...overrides },
  { contactId: "b", lastSeq: 3, replies: 1, doubled: 0, missed: 0 },
  { contactId: "c", lastSeq: 2, replies: 0, doubled: 0, missed: 0 },
];

test("counts what came, once each", () => {
  expect(tallyReplies(acknowledged, seen())).toEqual({ acknowledged: 4, seen: 4, lost: 0, doubled: 0 });
});

test.each([
  ["the last one", { lastSeq: 4, replies: 2 }, { lost: 1, doubled: 0 }],
  ["one in between", { missed: 1, replies: 2 }, { lost: 1, doubled: 0 }],
  ["all of them", { lastSeq: 2, replies: 0 }, { lost: 3, doubled: 0 }],
])("finds %s lost", (_what, overrides, found) => {
  expect(tallyReplies(acknowledged, seen(overrides))).toMatchObject(found);
});

test("finds what came twice, and a customer of whom nothing is known", () => {
  expect(tallyReplies(acknowledged, seen({ doubled: 2 }))).toMatchObject({ lost: 0, doubled: 2 });
  expect(tallyReplies(acknowledged, seen().slice(1))).toMatchObject({ lost: 3, seen: 1 });
});
