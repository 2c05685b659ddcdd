import fc from "fast-check";
import { expect, test } from "vitest";
import { CHAIN_START } from "../../core/trust/hash-chain.ts";
import { draftText } from "./draft-text.ts";
import { entryTexts } from "./entry-texts.ts";
import type { EventDraft } from "./event-store.ts";
import { entriesOf } from "./log-chain.ts";

const value = fc.oneof(
  fc.string(),
  fc.string({ unit: "grapheme" }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(null, true, undefined, -0, '"index":', "\\", ',"kind":"x","prev":"'),
);
const draft = fc.record({
  at: fc.oneof(fc.nat(), fc.double({ noNaN: true, noDefaultInfinity: true })),
  kind: fc.constantFrom("message.sent", "contact.opened"),
  subject: fc.oneof(fc.string(), fc.constantFrom("c_1", 'c"', "c\\", "ç")),
  body: fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("index", "prev", "10", "b", "a")), value),
}) as fc.Arbitrary<EventDraft>;

test("the texts are those of the entries that the chain makes of the same drafts", () => {
  let quick = 0;
  fc.assert(
    fc.property(fc.array(draft, { minLength: 1, maxLength: 4 }), fc.nat(), (drafts, first) => {
      const texts = drafts.map(draftText);
      quick += texts.filter(({ gaps }) => gaps !== null).length;
      const expected = entriesOf(
        drafts.map((one) => JSON.parse(JSON.stringify(one))),
        first,
        CHAIN_START,
      );
      const made = entryTexts(texts, first, CHAIN_START);
      expect(made.map(({ text }) => JSON.parse(text))).toEqual(expected);
      expect(made.map(({ index, hash }) => [index, hash])).toEqual(expected.map(({ index, hash }) => [index, hash]));
    }),
    { seed: 3, numRuns: 200 },
  );
  expect(quick).toBeGreaterThan(100);
});

test("a draft that is no data is refused", () => {
  const sound: EventDraft = { at: 1, kind: "message.sent", subject: "c_1", body: { a: 1 } };
  expect(draftText(sound).gaps).not.toBeNull();
  for (const odd of [
    { ...sound, at: Number.NaN },
    { ...sound, body: { a: Number.POSITIVE_INFINITY } },
    { ...sound, custody: { a: Number.NaN } },
  ])
    expect(() => draftText(odd)).toThrow(TypeError);
});
