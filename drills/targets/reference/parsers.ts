import type { OpenedContact } from "../../../core/contract/target.ts";
import type { Decision, Message, QueueItem, RoutingContext } from "../../../core/schema/wire.ts";

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const AUTHORS: readonly unknown[] = ["customer", "assistant", "agent", "system"];

/** Guards by hand where zod would cost half a megabyte per k6 VU; they check what the actors rely on. */
export const isMessage = (value: unknown): value is Message =>
  isObject(value) &&
  typeof value["id"] === "string" &&
  typeof value["seq"] === "number" &&
  typeof value["contactId"] === "string" &&
  typeof value["text"] === "string" &&
  typeof value["at"] === "number" &&
  AUTHORS.includes(value["author"]);

export const isDecision = (value: unknown): value is Decision =>
  isObject(value) &&
  (value["route"] === "island" || value["route"] === "human") &&
  typeof value["decisionId"] === "string";

const isContext = (value: unknown): value is RoutingContext =>
  isObject(value) &&
  typeof value["orderWindow"] === "string" &&
  typeof value["partner"] === "string" &&
  isObject(value["facts"]);

export const toContext = (value: unknown): RoutingContext | null => (isContext(value) ? value : null);

export const toMessages = (value: unknown): Message[] | null =>
  Array.isArray(value) && value.every(isMessage) ? value : null;

export function toOpened(body: Json): OpenedContact | null {
  const messages = toMessages(body["messages"]);
  const { contactId, consentId, decision } = body;
  if (messages === null || typeof contactId !== "string" || typeof consentId !== "string" || !isDecision(decision))
    return null;
  return { contactId, consentId, decision, messages };
}

const isQueueItem = (value: unknown): value is QueueItem =>
  isObject(value) &&
  typeof value["contactId"] === "string" &&
  typeof value["clientContactId"] === "string" &&
  typeof value["lane"] === "string" &&
  typeof value["waitingSince"] === "number";

/** The first offered item; null when the page is empty, undefined when it is no queue page. */
export function toOffer(body: Json): QueueItem | null | undefined {
  const items = body["items"];
  if (!Array.isArray(items)) return undefined;
  const first: unknown = items[0];
  if (first === undefined) return null;
  return isQueueItem(first) ? { ...first, context: toContext(first.context) } : undefined;
}
