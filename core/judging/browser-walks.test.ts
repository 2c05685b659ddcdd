import { expect, test } from "vitest";
import type { BrowserRecord } from "../schema/evidence.ts";
import type { LogEntry } from "../schema/wire.ts";
import { createBrowserWalks } from "./browser-walks.ts";

const MARK = "1124T1402-7-1-probe-";
const T0 = 1_000_000;
const walk = (part: Partial<NonNullable<BrowserRecord["walk"]>> = {}): BrowserRecord => ({
  kind: "browser",
  mark: MARK,
  pop: "pop-a",
  unfinished: null,
  walk: {
    ...{ openedMs: 400, pressedAt: T0 + 3000, acknowledgedMs: 80, firstReplyMs: 105, humanReplyMs: null },
    ...{ replyBy: "assistant", right: true },
    ...part,
  },
});
const hung: BrowserRecord = { ...walk(), unfinished: "it hung", walk: null };
const entry = (kind: LogEntry["kind"], subject: string, clientContactId?: string): LogEntry => ({
  ...{ index: 0, at: T0, kind, subject, prev: "0".repeat(64), hash: "0".repeat(64) },
  body: clientContactId === undefined ? {} : { clientContactId },
});
const folded = (...records: BrowserRecord[]) => {
  const walks = createBrowserWalks(T0, 10);
  for (const record of records) walks.take(record);
  return walks;
};

test("a walk that got the right answer is met, and says what the page measured", () => {
  const walks = folded(walk());
  expect(walks.measurement()).toMatchObject({ n: 1, misses: 0, examples: [] });
  expect(walks.story()).toBe("page after 400 ms; from the press, on record after 80 ms, answer after 105 ms");
});

test.each([
  ["no answer", { firstReplyMs: null, replyBy: null, right: null }, "the page never showed an answer"],
  ["a wrong answer", { right: false }, "the page showed a wrong answer"],
] as const)("%s is a miss, with its place", (_name, part, what) => {
  const measured = folded(walk(part)).measurement();
  expect(measured).toMatchObject({ n: 1, misses: 1, examples: [{ contact: MARK, atSec: 30, what }] });
});

test("a walk that came to no end, or none at all, leaves it unmeasured with the reason", () => {
  expect(folded(hung).measurement()).toMatchObject({ n: 0, misses: 0, unmeasured: "it hung" });
  expect(folded(hung).story()).toBe("not measured: it hung");
  expect(folded().measurement()).toMatchObject({ n: 0, unmeasured: "no browser walked in this run" });
});

test("knows the contacts of a walk, also of one that hung, and no others", () => {
  const walks = folded(hung);
  expect(walks.isWalk(`${MARK}PJUAWprUFTCLDXEMBHnGhg`)).toBe(true);
  expect(walks.isWalk("1124T1402-7-1-12")).toBe(false);
  expect(walks.isWalk("1124T1402-7-2-probe-x")).toBe(false);
  expect(walks.isWalk(null)).toBe(false);
  expect(folded().isWalk(`${MARK}x`)).toBe(false);
});

test("knows a walk's entries in the log from its opening on", () => {
  const walks = folded(walk());
  expect(walks.isEntryOfWalk(entry("message.sent", "c_1"))).toBe(false);
  expect(walks.isEntryOfWalk(entry("contact.opened", "c_1", `${MARK}x`))).toBe(true);
  expect(walks.isEntryOfWalk(entry("message.sent", "c_1"))).toBe(true);
  expect(walks.isEntryOfWalk(entry("contact.opened", "c_2", "1124T1402-7-1-3"))).toBe(false);
});
