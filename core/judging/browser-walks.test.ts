import { expect, test } from "vitest";
import type { BrowserRecord } from "../schema/evidence.ts";
import { createBesideTheLoad } from "./beside-the-load.ts";
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
const folded = (...records: BrowserRecord[]) => {
  const walks = createBrowserWalks(createBesideTheLoad(), T0, 10);
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

test("says which contacts are beside the load, also of a walk that hung", () => {
  const beside = createBesideTheLoad();
  createBrowserWalks(beside, T0, 10).take(hung);
  expect(beside.isBeside(`${MARK}PJUAWprUFTCLDXEMBHnGhg`)).toBe(true);
});
