import type { Message, Decision, Island } from "../../core/schema/wire.ts";
import { createMatcher, type Matcher } from "../../core/triage/matcher.ts";
import type { Pop } from "../edge/pop.ts";
import type { NewId } from "../runtime/ids.ts";

export interface Verdict {
  readonly decision: Decision;
  /** The island's answer with its source; null when a human answers. */
  readonly answer: { readonly text: string; readonly island: NonNullable<Message["island"]> } | null;
}

/** Decides who answers a customer's message: the PoP's island when the matcher is sure, a human otherwise. */
export class Relay {
  readonly #newId: NewId;
  readonly #matchers = new WeakMap<Island, Matcher>();

  constructor(newId: NewId) {
    this.#newId = newId;
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
    const { route, reason, intent, score } = this.#matcher(island).match(text);
    const decision: Decision = { decisionId, route, intent, score, reason };
    const found = route === "island" ? island.answers.find((answer) => answer.intent === intent) : undefined;
    if (found === undefined) return { decision: { ...decision, route: "human" }, answer: null };
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
