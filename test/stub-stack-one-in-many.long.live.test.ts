import { describe, expect, test } from "vitest";
import type { ContactScript } from "../core/contract/script.ts";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { judgedWithout } from "./stub-stack/altered-evidence.ts";
import type { Lie } from "./stub-stack/lies.ts";
import { drillStub, exampleOf, missedIn, scriptsOf, type StubRun, stubPlan } from "./stub-stack/stub-run.ts";

const k6 = k6ForTests();
const LIMIT_MS = 180_000;
const bigPlan = stubPlan(208);
const scripts = scriptsOf(bigPlan);
/** Of each kind of contact, the next that no other lie is told about; in the step, and apart from one another. */
const taken = new Set<number>();
const next = (fits: (script: ContactScript) => boolean): number => {
  const found = scripts.find(
    (script) =>
      script.index > 20 &&
      script.followUp === null &&
      script.resendAfterMs === null &&
      ![-2, -1, 0, 1, 2].some((by) => taken.has(script.index + by)) &&
      fits(script),
  );
  if (found === undefined) throw new Error("the plan has no such contact");
  taken.add(found.index);
  return found.index;
};
/** The observation of the plan, and half a second before its end; wall milliseconds. */
const WATCHED_MS = 3000;
const general = (script: ContactScript): boolean => script.orderId === null;
const personal = (script: ContactScript): boolean => script.orderId !== null && script.patienceMs > WATCHED_MS;
const givesUpAloud = (script: ContactScript): boolean =>
  script.orderId !== null && !script.leavesSilently && script.patienceMs < WATCHED_MS - 500;

interface OneInFiveHundred {
  readonly lie: Lie;
  readonly place: number;
  /** All key objectives that are missed for it, in the drill's order. */
  readonly missed: readonly string[];
  readonly what: string;
}
const oneIn = (lie: Lie, who: typeof general, missed: readonly string[], what: string): OneInFiveHundred => ({
  ...{ lie, missed, what },
  place: next(who),
});
const NOBODY_SENT = "was shown as an agent's reply, and no agent sent it to this customer";
const LACKED = "lacked the catalogue's fact";
const FORGOTTEN = ["consent-recorded", "log-complete"];
const told: readonly OneInFiveHundred[] = [
  oneIn("swallows", personal, [...FORGOTTEN, "queue-order", "unanswered"], "its consent is not on record"),
  oneIn("refuses", personal, ["unanswered"], "was never taken"),
  oneIn("forgets", general, FORGOTTEN, "its consent is not on record"),
  oneIn("never-offered", personal, ["queue-order", "unanswered"], "was offered first"),
  oneIn("never-offered", givesUpAloud, ["queue-order"], "was offered first"),
  oneIn("wrong-facts", general, ["island-facts"], LACKED),
  oneIn("all-facts", general, ["island-facts"], LACKED),
  oneIn("empty-text", general, ["island-facts"], LACKED),
  oneIn("html-text", general, ["island-facts"], LACKED),
  oneIn("huge-text", general, ["unanswered"], "was never taken"),
  oneIn("uncited", general, ["island-facts"], "cites no island"),
  oneIn("foreign-key", general, ["island-facts"], "under a key that no proved one had"),
  oneIn("answers-itself", personal, ["replies-genuine", "queue-order"], NOBODY_SENT),
  oneIn("two-agents", personal, ["replies-genuine"], "were both given it before either had answered"),
  oneIn("others-order", personal, ["context-present"], "without its order window, partner, order and facts"),
  oneIn("twice", personal, ["replies-genuine"], "a message was delivered again"),
  oneIn("said-again", general, ["replies-genuine"], "the edge answered one question twice"),
  oneIn("said-again", personal, ["replies-genuine"], NOBODY_SENT),
  oneIn("others-replies", personal, ["replies-genuine"], "belongs to another customer's contact"),
  oneIn("others-words", personal, ["replies-genuine"], NOBODY_SENT),
];

/** One live run, in which each lie is told about one contact; a test looks at its own and sees no other. */
let run: Promise<StubRun> | null = null;
const many = (): Promise<StubRun> => {
  run ??= drillStub(
    k6 ?? "",
    told.map(({ lie, place }) => `${lie}=${place}`),
    bigPlan,
  );
  return run;
};

describe.skipIf(k6 === undefined)("a stack that lies about one contact in five hundred", () => {
  test("is NOT READY, among five hundred others that it serves well", { timeout: LIMIT_MS }, async () => {
    const run = await many();
    expect(run.verdict.verdict).toBe(run.fit ? "NOT READY" : "CAN'T TELL");
  });

  test.each(told)("$lie about place $place: $missed", { timeout: LIMIT_MS }, async ({ place, missed, what }) => {
    const { runDir, fit } = await many();
    const others = new Set(told.map((one) => one.place).filter((one) => one !== place));
    const outcome = await judgedWithout(runDir, others);
    const n = outcome.objectives.find(({ id }) => id === "unanswered")?.n;
    expect([n, (n ?? 0) >= 500]).toEqual([scripts.length - others.size, true]);
    if (fit) expect(missedIn(outcome)).toEqual(missed);
    else expect(missedIn(outcome)).toEqual(expect.arrayContaining([...missed]));
    for (const id of missed.slice(0, 1)) {
      expect(exampleOf(outcome, id)?.contact).toMatch(new RegExp(`-${String(place).padStart(6, "0")}$`));
      expect(exampleOf(outcome, id)?.what).toContain(what);
    }
  });

  test("without those contacts nothing is missed: each red is its lie's", { timeout: LIMIT_MS }, async () => {
    const { runDir, fit } = await many();
    const outcome = await judgedWithout(runDir, new Set(told.map(({ place }) => place)));
    expect(fit ? missedIn(outcome) : []).toEqual([]);
  });
});
