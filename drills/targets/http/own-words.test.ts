import { expect, test } from "vitest";
import { createOwnWords } from "./own-words.ts";

test("words are known to have showed by their id or by their text, and until then they are not", () => {
  const own = createOwnWords(1000);
  own.accepted("a", "Tom &amp; Ann", 0);
  own.accepted("b", "again", 0);
  own.accepted("c", "never", 0);
  expect(own.state()).toEqual({ shown: 0, waiting: 3 });
  own.shown(undefined, "Tom & Ann");
  own.shown("b", "again, edited");
  expect(own.state()).toEqual({ shown: 2, waiting: 1 });
  expect([own.overdue(13_000), own.overdue(13_001), own.overdue(13_002)]).toEqual([0, 1, 0]);
  expect(own.state()).toEqual({ shown: 2, waiting: 0 });
});

test("words that a quick look saw before the slow answer that took them are no lost ones", () => {
  const own = createOwnWords(200);
  own.shown("a", "first");
  own.shown(undefined, "second");
  own.accepted("a", "first", 0);
  own.accepted("b", "second", 0);
  expect([own.state(), own.overdue(60_000)]).toEqual([{ shown: 2, waiting: 0 }, 0]);
});
