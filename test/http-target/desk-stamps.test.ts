import { expect, test } from "vitest";
import { lackOf } from "../../core/judging/not-run.ts";
import { FACT, judgedContact, SPECS } from "./judged-contact.ts";
import { aPost } from "./virtual-desk.ts";

/** As the example desk writes its stamps. */
const seconds = (ms: number): number => Math.floor(ms / 1000);

/** What the judge says of the clock of a desk that answers at once and stamps its answer so. */
async function clockOf(stamp: (nowMs: number) => unknown, change?: (section: string) => string) {
  const answer = (nowMs: number) => [{ ...aPost(1, { words: FACT }), when: stamp(nowMs) }];
  const { mapped, found } = await judgedContact(answer, change);
  const clock = found("target-clock");
  return { mapped, status: clock?.status, n: clock?.n, sentence: clock?.sentence, why: clock?.examples?.[0]?.what };
}

test("stamps that were read and fit are met, each contact counted once", async () => {
  expect(await clockOf(seconds)).toMatchObject({ status: "met", n: 1 });
});

test.each<[string, (nowMs: number) => unknown]>([
  ["a word", () => "yesterday"],
  ["nothing", () => null],
  ["a truth value", () => true],
  ["another unit's text", (nowMs) => new Date(nowMs).toISOString()],
])("a desk that writes %s for a stamp leaves its clock unmeasured, never met", async (_name, stamp) => {
  expect(await clockOf(stamp)).toMatchObject({
    ...{ status: "unmeasured", n: 0, why: undefined },
    sentence: "Not measured: no stamp of the target's could be read on 1 of the contacts that it answered.",
  });
});

test.each([
  ["ahead", 3_600_000, /^a message's stamp is at least 3598\.\d s ahead$|^a message's stamp lay in the future$/],
  ["behind", -3_600_000, /^a message's stamp is at least 3599\.\d s behind$/],
])("a clock that is an hour %s is missed", async (_name, byMs, why) => {
  expect(await clockOf((nowMs) => seconds(nowMs + byMs))).toMatchObject({
    status: "missed",
    why: expect.stringMatching(why),
  });
});

test("a desk whose stamps nobody maps is not run on its clock", async () => {
  const unmapped = (section: string): string =>
    section
      .replace(", at: /when", "")
      .replace("      at: { unit: s }\n", "")
      .replace(/, openedAt: [^,}]+/, "");
  const { status, mapped } = await clockOf(seconds, unmapped);
  expect(status).not.toBe("met");
  const spec = SPECS.find(({ id }) => id === "target-clock");
  expect(spec === undefined ? null : lackOf(spec, mapped)).toBe("no stamps of the target's are mapped");
});
