import { INTENTS } from "../../../core/contract/ids.ts";
import type { DecisionMapping } from "../../../core/schema/http-mapping.ts";
import type { Decision } from "../../../core/schema/wire.ts";
import { idText, readPointer, wordOf } from "./pointer.ts";
import type { Value } from "./template.ts";

/** What a desk that has no automatic relay decides: a person will answer. */
const BY_A_PERSON: Decision = { decisionId: "none", route: "human", intent: null, score: 0, reason: "unsure" };

/** The relay's decision in an answer, or null when it tells none. */
export function readDecision(mapping: DecisionMapping | undefined, document: Value | undefined): Decision | null {
  const route = mapping === undefined ? null : wordOf(readPointer(document, mapping.route));
  if (mapping === undefined || route === null) return null;
  const at = (pointer: string | undefined): Value | undefined =>
    pointer === undefined ? undefined : readPointer(document, pointer);
  const automatic = mapping.island.includes(route);
  const score = at(mapping.score);
  const intent = at(mapping.intent);
  return {
    decisionId: idText(at(mapping.id)) ?? "none",
    route: automatic ? "island" : "human",
    intent: INTENTS.find((one) => one === intent) ?? null,
    score: typeof score === "number" && score >= 0 && score <= 1 ? score : 0,
    reason: automatic ? "sure" : "unsure",
  };
}

export const openingDecision = (mapping: DecisionMapping | undefined, document: Value | undefined): Decision =>
  readDecision(mapping, document) ?? BY_A_PERSON;
