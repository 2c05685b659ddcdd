import { beforeAll, expect, test } from "vitest";
import { createMatcher } from "../../core/triage/matcher.ts";
import { isPersonal } from "../../core/triage/personal.ts";
import { approve, draftIsland } from "../knowledge/island-draft.ts";
import { longTexts, withinMs } from "../testing/long-texts.ts";
import { testServices } from "../testing/test-services.ts";
import { isPersonalReply } from "./public-words.ts";

/** Four times what anybody may send: linear work takes milliseconds, squared work minutes. */
const LENGTH = 256 * 1024;
const LIMIT_MS = 5000;

let match: (text: string) => unknown;
beforeAll(async () => {
  const services = await testServices();
  const matcher = createMatcher(approve(draftIsland(services.catalogue.facts), "Marta Lindqvist").answers);
  services.islands.stop();
  match = (text) => matcher.match(text);
});

test("a slow pattern is stopped and told", () => {
  expect(() => withinMs(200, () => void /\S+@\S+\.\S/.test("x".repeat(LENGTH)))).toThrow(/timed out/);
});

test.each(longTexts(LENGTH))("no pattern goes over %s again and again", (_what, text) => {
  withinMs(LIMIT_MS, () => void isPersonalReply(text));
  withinMs(LIMIT_MS, () => void isPersonal(text));
  withinMs(LIMIT_MS, () => void match(text));
});
