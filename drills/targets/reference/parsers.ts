import { LANES as LANE_NAMES } from "../../../core/contract/ids.ts";
import type { OpenedContact } from "../../../core/contract/target.ts";
import type { Decision, Message, QueueItem, RoutingContext } from "../../../core/schema/wire.ts";

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const AUTHORS: readonly unknown[] = ["customer", "assistant", "agent", "system"];
const LANES: readonly unknown[] = LANE_NAMES;

/** Ids go into records and addresses; the wire's longest has 64 characters. */
const isId = (value: unknown): value is string => typeof value === "string" && value !== "" && value.length <= 128;

/** What MAX_TEXT_BYTES of the wire allows in one-byte letters; a longer text is none of the contract's. */
const MOST_TEXT_CHARS = 64 * 1024;

const isSource = (value: unknown): boolean =>
  isObject(value) && Number.isSafeInteger(value["version"]) && isId(value["keyId"]);

/**
 * Guards by hand where zod would cost half a megabyte per k6 VU; they check what the actors rely on and what goes
 * into a record, so that no answer of the target's can spoil the evidence of its own failure.
 */
export const isMessage = (value: unknown): value is Message =>
  isObject(value) &&
  isId(value["id"]) &&
  Number.isSafeInteger(value["seq"]) &&
  isId(value["contactId"]) &&
  typeof value["text"] === "string" &&
  value["text"].length <= MOST_TEXT_CHARS &&
  typeof value["at"] === "number" &&
  AUTHORS.includes(value["author"]) &&
  (value["island"] === undefined || isSource(value["island"]));

export const isDecision = (value: unknown): value is Decision =>
  isObject(value) &&
  (value["route"] === "island" || value["route"] === "human") &&
  typeof value["decisionId"] === "string";

const isContext = (value: unknown): value is RoutingContext =>
  isObject(value) &&
  typeof value["orderWindow"] === "string" &&
  typeof value["partner"] === "string" &&
  Array.isArray(value["riskFlags"]) &&
  (value["order"] === null || isObject(value["order"])) &&
  isObject(value["facts"]) &&
  Object.values(value["facts"]).every((fact) => typeof fact === "string");

export const toContext = (value: unknown): RoutingContext | null => (isContext(value) ? value : null);

export const toMessages = (value: unknown): Message[] | null =>
  Array.isArray(value) && value.every(isMessage) ? value : null;

export function toOpened(body: Json): OpenedContact | null {
  const messages = toMessages(body["messages"]);
  const { contactId, consentId, decision } = body;
  if (messages === null || !isId(contactId) || !isId(consentId) || !isDecision(decision)) return null;
  return { contactId, consentId, decision, messages };
}

const isQueueItem = (value: unknown): value is QueueItem =>
  isObject(value) &&
  isId(value["contactId"]) &&
  isId(value["clientContactId"]) &&
  LANES.includes(value["lane"]) &&
  typeof value["waitingSince"] === "number" &&
  value["waitingSince"] >= 0;

/** The first offered item; null when the page is empty, undefined when it is no queue page. */
export function toOffer(body: Json): QueueItem | null | undefined {
  const items = body["items"];
  if (!Array.isArray(items)) return undefined;
  const first: unknown = items[0];
  if (first === undefined) return null;
  return isQueueItem(first) ? { ...first, context: toContext(first.context) } : undefined;
}
