import { expect, test } from "vitest";
import { FACT, judgedContact } from "./judged-contact.ts";
import { aPost } from "./virtual-desk.ts";

const QUESTION = "when does this ship";
const own = aPost(1, { role: "visitor", words: QUESTION });
const answer = aPost(2, { words: FACT });

test("a desk that shows customers what they wrote is met by it", async () => {
  const { found, record } = await judgedContact(() => [own, answer]);
  expect([found("words-visible")?.status, record.ownWords]).toEqual(["met", { shown: 1, waiting: 0 }]);
});

test("a desk that hides it, and answers before anybody could be sure, is not measured", async () => {
  const { found, record } = await judgedContact(() => [answer]);
  expect([found("words-visible")?.status, record.ownWords]).toEqual(["unmeasured", { shown: 0, waiting: 1 }]);
});

test("a desk that hides it from who waits is missed", async () => {
  const { found } = await judgedContact(() => []);
  expect(found("words-visible")).toMatchObject({ status: "missed", n: 1, misses: 1 });
});
