import type { Message, Decision, Island } from "../../core/schema/wire.ts";
import { createMatcher, type Matcher } from "../../core/triage/matcher.ts";
import type { Defects } from "../defects.ts";
import type { Pop } from "../edge/pop.ts";
import type { NewId } from "../runtime/ids.ts";
import type { Scheduler } from "../runtime/scheduler.ts";

export interface Verdict {
  readonly decision: Decision;
  /** The island's answer with its source; null when a human answers. */
  readonly answer: { readonly text: string; readonly island: NonNullable<Message["island"]> } | null;
}

/** Of the seeded defect `slow-island`; wall milliseconds. */
const SLOW_ISLAND_MS = 6000;

/** Decides who answers a customer's message: the PoP's island when the matcher is sure, a human otherwise. */
export class Relay {
  readonly #newId: NewId;
  readonly #defects: Defects;
  readonly #scheduler: Scheduler;
  readonly #matchers = new WeakMap<Island, Matcher>();

  constructor(newId: NewId, defects: Defects, scheduler: Scheduler) {
    this.#newId = newId;
    this.#defects = defects;
    this.#scheduler = scheduler;
  }

  /** The first question of a contact. */
  async ask(pop: Pop, event: string, text: string): Promise<Verdict> {
    const decisionId = this.#newId("d");
    const served = await pop.serve(event);
    if (served.result !== "good") {
      return {
        decision: { decisionId, route: "human", intent: null, score: 0, reason: "no-valid-island" },
        answer: null,
      };
    }
    const { island, keyId } = served;
    const match = this.#matcher(island).match(text);
    const { reason, intent } = match;
    // Coarse: the exact score of an unusual wording would tell that two sessions asked with the same words.
    const score = Math.round(match.score * 10) / 10;
    const rash = match.route === "human" && intent !== null && this.#defects.strikes("overconfident-triage");
    const route = rash ? "island" : match.route;
    const decision: Decision = { decisionId, route, intent, score, reason };
    const found = route === "island" ? island.answers.find((answer) => answer.intent === intent) : undefined;
    if (found === undefined) return { decision: { ...decision, route: "human" }, answer: null };
    if (this.#defects.strikes("slow-island"))
      await new Promise<void>((resolve) => this.#scheduler.after(SLOW_ISLAND_MS, resolve));
    return { decision, answer: { text: found.answer, island: { event, version: island.version, keyId } } };
  }

  /** Any later message: who came back, or has a human already, is never sent to the island again. */
  objected(): Verdict {
    return {
      decision: { decisionId: this.#newId("d"), route: "human", intent: null, score: 0, reason: "customer-objected" },
      answer: null,
    };
  }

  #matcher(island: Island): Matcher {
    const held = this.#matchers.get(island);
    if (held !== undefined) return held;
    const matcher = createMatcher(island.answers);
    this.#matchers.set(island, matcher);
    return matcher;
  }
}
