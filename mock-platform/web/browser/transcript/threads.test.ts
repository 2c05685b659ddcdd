import { expect, test } from "vitest";
import type { TranscriptLine } from "../../../../core/schema/transcript-wire.ts";
import { isClosed, summaryOf, Threads } from "./threads.ts";

const line = (thread: string, seq: number, part: Partial<TranscriptLine> = {}): TranscriptLine => ({
  ...{ id: `${thread}${seq}`, thread, seq, author: "customer", at: seq, text: "words", withheld: null, topic: null },
  ...{ revision: 1, editedAt: null, moderatedAt: null, reason: null, deliveredAt: null, attachments: 0, island: null },
  ...part,
});

test("gathers the lines of a conversation across pages, in the place where it began", () => {
  const threads = new Threads();
  threads.add([line("a", 1), line("b", 1)]);
  const touched = threads.add([line("a", 2), line("c", 1)]);
  expect(touched.map(({ id, lines }) => [id, lines.length])).toEqual([
    ["a", 2],
    ["c", 1],
  ]);
  expect(threads.all().map(({ id }) => id)).toEqual(["a", "b", "c"]);
});

test("knows a conversation of which nothing may be read", () => {
  const hidden = { text: null, withheld: "personal" } as const;
  expect(isClosed({ id: "a", lines: [line("a", 1, hidden), line("a", 2, hidden)] })).toBe(true);
  expect(isClosed({ id: "a", lines: [line("a", 1, hidden), line("a", 2)] })).toBe(false);
});

test("counts what was read, what is not shown, and what was changed or taken away", () => {
  const lines = [
    line("a", 1, { text: null, withheld: "no-purpose" }),
    line("a", 2, { editedAt: 5, revision: 2, reason: "clarity" }),
    line("a", 3, { text: null, withheld: "moderated", moderatedAt: 6 }),
  ];
  expect(summaryOf([{ id: "a", lines }], true)).toBe(
    "3 messages in 1 conversation · 1 not shown · 1 changed · 1 taken away",
  );
  expect(summaryOf([{ id: "a", lines: [line("a", 1)] }], false)).toBe("So far: 1 message in 1 conversation");
  expect(summaryOf([], true)).toBe("");
});
