import type { Intent, Lane } from "../../core/contract/ids.ts";
import { clientContactIdAt, PERSONAL_INTENTS } from "../../core/contract/ids.ts";
import type { ContactScript } from "../../core/contract/script.ts";
import { simMs, toWall } from "../../core/contract/time.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { Plan } from "../../core/schema/plan.ts";
import type { Facts } from "../../core/schema/wire.ts";
import { COMPLAINTS, ECHOES, FOLLOW_UPS, QUESTIONS } from "../../drills/nano-drop/questions.ts";
import type { Arrival } from "./arrivals.ts";
import { createRng, drawLogNormalMs, drawMix, pick, shuffle } from "./draws.ts";

export interface PopulationOptions {
  readonly plan: Plan;
  readonly seed: number;
  readonly timeFactor: number;
  readonly arrivals: readonly Arrival[];
  readonly pops: readonly string[];
  readonly facts: Facts;
  readonly intentMix: ReadonlyMap<Intent, number>;
  /** How long each contact is watched at most; wall milliseconds from its arrival. */
  readonly observeMs: number;
  /** Distinguishes this run's contacts at the target. */
  readonly prefix: string;
}

const isPersonal = (intent: Intent): boolean => PERSONAL_INTENTS.includes(intent);

/** Only orders whose state fits the question: nobody asks why a paid order is held. */
const ORDER_STATES: Partial<Record<Intent, readonly Facts["orders"][number]["state"][]>> = {
  "was-i-charged": ["paid", "held", "missing"],
  "order-held": ["held"],
  "order-missing": ["missing"],
};

/**
 * Draws every modelled customer of one replicate from the seed: same seed, same customers, whatever the staffing.
 * @throws FieldproofError FP-STACK-005 when the target knows no right answer to what somebody will ask
 */
export function drawPopulation(options: PopulationOptions): ContactScript[] {
  const { plan, seed, timeFactor, arrivals, facts } = options;
  const { customers, staffing } = plan;
  const wall = (ms: number): number => toWall(simMs(ms), timeFactor);
  const words = createRng(seed, "words");
  const people = createRng(seed, "people");
  const work = createRng(seed, "work");
  const intents = intentsByPhase(options);
  const orders = ordersByIntent(facts, createRng(seed, "orders"));
  const spoken = new Map<Intent, string[]>();
  const asked = wordings(words);
  const comingBack = whoComesBack(options, intents);
  const later = createRng(seed, "follow-ups");
  const watchMs = wall(plan.budgets.humanReply.p95Sec * 1000);

  return arrivals.map((arrival, index): ContactScript => {
    const intent = intents[index] ?? "stock";
    const order = isPersonal(intent) ? orders(intent) : null;
    const fact = isPersonal(intent) ? order?.fact[intent] : facts.facts[intent];
    // Without it no answer could be told from a right one.
    if (fact === undefined || fact === "")
      throw new FieldproofError("FP-STACK-005", { what: "/ops/v1/facts", status: `no right answer for ${intent}` });
    const earlier = spoken.get(intent) ?? [];
    const echo = arrival.phase !== "control" && earlier.length > 0 && words.next() < plan.arrivals.nearDuplicateShare;
    const template = echo ? pick(ECHOES, words)(pick(earlier, words)) : asked(intent);
    if (!echo) spoken.set(intent, [...earlier, template]);
    const handleMs = drawLogNormalMs(work, staffing.handle);
    // Whole milliseconds: the schedule's digest is made again from epoch times, which hold no finer ones.
    const arrivalOffsetMs = Math.round(wall(arrival.offset));
    return {
      index,
      clientContactId: clientContactIdAt(options.prefix, index),
      phase: arrival.phase,
      lane: (people.next() < customers.standardLaneShare ? "standard" : "stream") satisfies Lane,
      pop: options.pops[index % Math.max(1, options.pops.length)] ?? "",
      delivery: people.next() < customers.longPollShare ? "long-poll" : "websocket",
      intent,
      text: template.replaceAll("{order}", order?.orderId ?? "").trim(),
      complaint: pick(COMPLAINTS, words),
      orderId: order?.orderId ?? null,
      fact,
      arrivalOffsetMs,
      observeUntilOffsetMs: arrivalOffsetMs + options.observeMs,
      patienceMs: wall(drawLogNormalMs(people, customers.patience)),
      leavesSilently: people.next() < customers.silentLeaverShare,
      resendAfterMs: people.next() < customers.resendShare ? wall(10_000 + people.next() * 20_000) : null,
      readMs: wall(4_000 + people.next() * 6_000),
      followUp: comingBack.has(index)
        ? { text: pick(FOLLOW_UPS, later), latestOffsetMs: arrivalOffsetMs + options.observeMs - watchMs }
        : null,
      handling: {
        pickUpMs: wall(drawLogNormalMs(work, staffing.pickUp)),
        replyAfterMs: wall(handleMs * staffing.firstReplyShare),
        totalMs: wall(handleMs),
      },
    };
  });
}

/** The mix holds in each phase, not only on the whole: a step without personal questions would be too kind. */
function intentsByPhase(options: PopulationOptions): Intent[] {
  const rng = createRng(options.seed, "intents");
  const byPhase = new Map<string, Intent[]>();
  for (const phase of new Set(options.arrivals.map((arrival) => arrival.phase))) {
    const n = options.arrivals.filter((arrival) => arrival.phase === phase).length;
    byPhase.set(phase, drawMix(n, options.intentMix, rng));
  }
  return options.arrivals.map((arrival) => byPhase.get(arrival.phase)?.pop() ?? "stock");
}

/** Fewer customers who come back say nothing about reopening. */
export const LEAST_COMING_BACK = 5;

/**
 * Customers with a general question who come back later; those of the step last, since its waits are a matter of
 * staffing and further work there would move them.
 */
function whoComesBack({ arrivals, plan, seed }: PopulationOptions, intents: readonly Intent[]): ReadonlySet<number> {
  const rng = createRng(seed, "coming-back");
  const general = arrivals.flatMap((_, index) => (isPersonal(intents[index] ?? "stock") ? [] : [index]));
  const inStep = (index: number): boolean => arrivals[index]?.phase === "step";
  const outside = general.filter((index) => !inStep(index));
  const many = Math.max(LEAST_COMING_BACK, Math.round(plan.customers.followUpShare * outside.length));
  return new Set([...shuffle(outside, rng), ...shuffle(general.filter(inStep), rng)].slice(0, many));
}

/** Goes through all wordings of an intent before one comes again, so that no seed meets only the easy ones. */
function wordings(rng: ReturnType<typeof createRng>): (intent: Intent) => string {
  const decks = new Map<Intent, string[]>();
  return (intent) => {
    const deck = decks.get(intent) ?? [];
    const next = deck.pop() ?? shuffle([...QUESTIONS[intent]], rng).pop();
    decks.set(intent, deck.length > 0 ? deck : shuffle([...QUESTIONS[intent]], rng).filter((text) => text !== next));
    return next ?? "";
  };
}

function ordersByIntent(
  facts: Facts,
  rng: ReturnType<typeof createRng>,
): (intent: Intent) => Facts["orders"][number] | null {
  const decks = new Map<Intent, Facts["orders"][number][]>();
  for (const intent of PERSONAL_INTENTS) {
    const fitting = facts.orders.filter(
      (order) => ORDER_STATES[intent]?.includes(order.state) === true && order.fact[intent] !== undefined,
    );
    decks.set(intent, shuffle(fitting, rng));
  }
  let next = 0;
  return (intent) => {
    const deck = decks.get(intent) ?? [];
    return deck.length === 0 ? null : (deck[next++ % deck.length] ?? null);
  };
}
