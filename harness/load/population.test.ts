import { expect, test } from "vitest";
import { INTENTS, PERSONAL_INTENTS } from "../../core/contract/ids.ts";
import { DEFAULT_INTENT_MIX } from "../../core/contract/intent-mix.ts";
import type { ContactScript } from "../../core/contract/script.ts";
import { type Plan, planSchema } from "../../core/schema/plan.ts";
import type { Facts } from "../../core/schema/wire.ts";
import { ECHOES, QUESTIONS } from "../../drills/nano-drop/questions.ts";
import { arrivalRates, nanoDropLoad } from "../../drills/nano-drop/load.ts";
import { BUILT_IN_PHASES } from "../plan/profiles.ts";
import { type Arrival, drawArrivals } from "./arrivals.ts";
import { loadSpans } from "./drill-streams.ts";
import { createRng } from "./draws.ts";
import { intentWeights } from "./intent-weights.ts";
import { drawPopulation } from "./population.ts";

const plan = (part: object = {}): Plan =>
  planSchema.parse({ schema: "fieldproof.plan/1", drop: { name: "x" }, ...part });

const general = Object.fromEntries(
  INTENTS.filter((intent) => !PERSONAL_INTENTS.includes(intent)).map((intent) => [intent, `fact of ${intent}`]),
);
const facts: Facts = {
  event: "drop",
  items: 300,
  facts: general,
  orders: (["paid", "held", "missing"] as const).flatMap((state) =>
    [1, 2, 3].map((place) => ({
      orderId: `D-${state}-${place}`,
      sku: "print",
      state,
      charged: true,
      fact: Object.fromEntries(PERSONAL_INTENTS.map((intent) => [intent, `${intent} of D-${state}-${place}`])),
    })),
  ),
};
const arrivalsOf = (of: Plan, seed: number, peakPerSec = 1.2): Arrival[] => {
  const rates = { ...arrivalRates({ ...of.arrivals, peakPerSec }) };
  return drawArrivals(loadSpans(nanoDropLoad, of, BUILT_IN_PHASES.smoke), rates, createRng(seed, "arrivals"));
};

const draw = (of: Plan = plan(), seed = 7, peakPerSec = 1.2, from: Facts = facts): ContactScript[] =>
  drawPopulation({
    plan: of,
    seed,
    timeFactor: 10,
    arrivals: arrivalsOf(of, seed, peakPerSec),
    pops: ["pop-a", "pop-b"],
    facts: from,
    intentMix: intentWeights(of),
    observeMs: 10_000,
    prefix: "run-1",
  });

test("the same seed meets the same customers and the same work at any staffing", () => {
  const staffed = (agents: number, slotsPerAgent: number) => draw(plan({ staffing: { agents, slotsPerAgent } }));
  expect(staffed(1, 1)).toEqual(staffed(200, 4));
  expect(draw(plan(), 8)).not.toEqual(draw(plan(), 7));
});

test("quicker agents change the work and nothing of the customers", () => {
  const without = (scripts: ContactScript[]) => scripts.map(({ handling: _, ...script }) => script);
  const quick = draw(plan({ staffing: { handle: { medianSec: 10, sigma: 0.1 } } }));
  expect(without(quick)).toEqual(without(draw()));
  expect(quick.map(({ handling }) => handling)).not.toEqual(draw().map(({ handling }) => handling));
});

test("the mix of questions holds in each phase, to the nearest whole", () => {
  const scripts = draw();
  for (const phase of ["step", "tail"]) {
    const inPhase = scripts.filter((script) => script.phase === phase);
    expect(inPhase).toHaveLength(60);
    for (const intent of INTENTS) {
      const expected = (DEFAULT_INTENT_MIX[intent] / 100) * inPhase.length;
      const found = inPhase.filter((script) => script.intent === intent).length;
      expect(Math.abs(found - expected), `${intent} in ${phase}`).toBeLessThan(1);
    }
  }
});

/** The wording that a text was made from, and whether it came as an echo of it. */
const origin = (script: ContactScript): { template: string; echo: boolean } | null => {
  const spoken = (text: string): string => text.replaceAll("{order}", script.orderId ?? "").trim();
  for (const template of QUESTIONS[script.intent]) {
    if (spoken(template) === script.text) return { template, echo: false };
    if (ECHOES.some((echo) => spoken(echo(template)) === script.text)) return { template, echo: true };
  }
  return null;
};

test("three in ten of the crowd repeat a question almost word for word, and nobody before the drop does", () => {
  const scripts = draw(plan(), 7, 24);
  const crowd = scripts.filter(({ phase }) => phase !== "control");
  const repeats = crowd.filter((script) => {
    const found = origin(script);
    expect(found, script.text).not.toBeNull();
    return found?.echo === true;
  });
  expect(crowd.length).toBeGreaterThan(2000);
  const share = repeats.length / crowd.length;
  // One echo in five only lowers the case, and changes nothing where all is lower case already.
  const unchanged = QUESTIONS.stock.filter((text) => text === text.toLowerCase()).length / QUESTIONS.stock.length;
  expect(share).toBeGreaterThan(0.3 * (1 - unchanged / ECHOES.length) - 0.03);
  expect(share).toBeLessThan(0.33);
  const quiet = scripts.filter(({ phase }) => phase === "control");
  expect(quiet.every((script) => origin(script)?.echo === false)).toBe(true);
});

test("without near-duplicates every text is one of the wordings, and all wordings come before one comes again", () => {
  const scripts = draw(plan({ arrivals: { nearDuplicateShare: 0 } }), 7, 12);
  const stock = scripts.filter(({ intent }) => intent === "stock").map(({ text }) => text);
  expect(new Set(stock.slice(0, QUESTIONS.stock.length)).size).toBe(QUESTIONS.stock.length);
});

test("who asks about an order has one whose state fits the question, and knows the right answer", () => {
  const fitting = { "was-i-charged": /paid|held|missing/, "order-held": /held/, "order-missing": /missing/ };
  for (const script of draw()) {
    if (script.orderId === null) expect(script.fact).toBe(`fact of ${script.intent}`);
    else {
      expect(script.orderId).toMatch(fitting[script.intent as keyof typeof fitting]);
      expect(script.fact).toBe(`${script.intent} of ${script.orderId}`);
      expect(script.text).toContain(script.orderId);
    }
    expect(script.text).not.toContain("{order}");
  }
});

test.each([
  ["no order of a fitting state", { ...facts, orders: facts.orders.filter(({ state }) => state !== "held") }],
  ["no orders at all", { ...facts, orders: [] }],
  ["no fact for a general question", { ...facts, facts: { ...facts.facts, stock: undefined } }],
  ["an empty fact", { ...facts, facts: { ...facts.facts, stock: "" } }],
])("a target with %s is refused: any answer would look right", (_name, from) => {
  expect(() => draw(plan(), 7, 1.2, from as Facts)).toThrow(expect.objectContaining({ code: "FP-STACK-005" }));
});

test("shares of the plan come out near their value", () => {
  const customers = { longPollShare: 0.3, silentLeaverShare: 0.6, resendShare: 0.1, standardLaneShare: 0.25 };
  const scripts = draw(plan({ customers }), 7, 24);
  const share = (holds: (script: ContactScript) => boolean): number => scripts.filter(holds).length / scripts.length;
  expect(share(({ delivery }) => delivery === "long-poll")).toBeCloseTo(0.3, 1);
  expect(share(({ leavesSilently }) => leavesSilently)).toBeCloseTo(0.6, 1);
  expect(share(({ resendAfterMs }) => resendAfterMs !== null)).toBeCloseTo(0.1, 1);
  expect(share(({ lane }) => lane === "standard")).toBeCloseTo(0.25, 1);
  expect(share(({ pop }) => pop === "pop-a")).toBeCloseTo(0.5, 2);
});

test("times are compressed by the time factor, each contact is watched for its whole window, and ids are unique", () => {
  const scripts = draw();
  const arrivals = arrivalsOf(plan(), 7);
  expect(scripts.map(({ arrivalOffsetMs }) => arrivalOffsetMs)).toEqual(
    arrivals.map(({ offset }) => Math.round(offset / 10)),
  );
  for (const { arrivalOffsetMs, observeUntilOffsetMs, readMs, handling } of scripts) {
    expect(observeUntilOffsetMs - arrivalOffsetMs).toBeCloseTo(10_000, 6);
    expect(readMs).toBeGreaterThanOrEqual(400);
    expect(readMs).toBeLessThan(1000);
    expect(handling.replyAfterMs).toBeCloseTo(handling.totalMs * 0.25, 6);
  }
  expect(new Set(scripts.map(({ clientContactId }) => clientContactId)).size).toBe(scripts.length);
});
