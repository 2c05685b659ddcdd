import { expect, test } from "vitest";
import { QUESTIONS } from "../../drills/nano-drop/questions.ts";
import { eventFacts } from "../../mock-platform/catalogue/event-facts.ts";
import { draftIsland } from "../../mock-platform/knowledge/island-draft.ts";
import { PERSONAL_INTENTS } from "../contract/ids.ts";
import { createMatcher } from "./matcher.ts";

// The island's cues and the drill's questions were worded apart; neither room can import the other.
const matcher = createMatcher(draftIsland(eventFacts("drop", 300, { next: () => 0.3 })).answers);
const asked = Object.entries(QUESTIONS).flatMap(([intent, texts]) =>
  texts.map((text) => {
    const { route, intent: found } = matcher.match(text.replace("{order}", "D100123"));
    return { intent, text, route, found };
  }),
);
const isPersonal = (intent: string): boolean => PERSONAL_INTENTS.some((one) => one === intent);

test("never answers a question about one customer's own order from the island", () => {
  expect(asked.filter(({ intent, route }) => isPersonal(intent) && route === "island")).toEqual([]);
});

test("never answers a general question with another matter's answer", () => {
  expect(asked.filter(({ route, intent, found }) => route === "island" && found !== intent)).toEqual([]);
});

test("is sure of at least three quarters of general questions in unseen words", () => {
  const general = asked.filter(({ intent }) => !isPersonal(intent));
  const sure = general.filter(({ route }) => route === "island").length;
  expect(sure / general.length).toBeGreaterThanOrEqual(0.75);
});

test("leaves empty, endless and hostile texts to people without harm", () => {
  for (const text of [
    "",
    "\u0000\u001b[31m",
    "</script><script>",
    "a".repeat(60_000),
    "\u202eerehw",
    "🛒".repeat(5000),
  ]) {
    expect(matcher.match(text).route).toBe("human");
  }
});
