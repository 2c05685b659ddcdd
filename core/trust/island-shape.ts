import { INTENTS, PERSONAL_INTENTS } from "../contract/ids.ts";
import type { IslandEnvelope } from "../schema/wire.ts";

/** TUF's own form of a time (specification section 4.2.1): whole seconds, UTC. */
const TUF_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
/** UTF-8 turns every lone surrogate into the same bytes, so two texts would share one signature. */
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?:[^\uD800-\uDBFF]|^)[\uDC00-\uDFFF]/;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string =>
  typeof value === "string" && value.length > 0 && !LONE_SURROGATE.test(value);
const hasOnly = (value: Record<string, unknown>, keys: readonly string[]): boolean =>
  Object.keys(value).length === keys.length && keys.every((key) => key in value);
const isListOf = (value: unknown, item: (value: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(item);
const isCueGroup = (value: unknown): boolean => isListOf(value, isText) && (value as unknown[]).length > 0;

const isAnswer = (value: unknown): boolean =>
  isObject(value) &&
  hasOnly(value, ["intent", "answer", "cues"]) &&
  INTENTS.some((intent) => intent === value["intent"]) &&
  // What depends on one customer's order never stands in an island, whoever signed it.
  !PERSONAL_INTENTS.some((intent) => intent === value["intent"]) &&
  isText(value["answer"]) &&
  isListOf(value["cues"], isCueGroup);

const isSignature = (value: unknown): boolean =>
  isObject(value) &&
  hasOnly(value, ["keyid", "sig"]) &&
  typeof value["keyid"] === "string" &&
  typeof value["sig"] === "string";

const isSigned = (value: unknown): boolean =>
  isObject(value) &&
  hasOnly(value, ["_type", "spec_version", "version", "expires", "event", "approved_by", "answers"]) &&
  value["_type"] === "island" &&
  value["spec_version"] === "1.0" &&
  typeof value["version"] === "number" &&
  value["version"] >= 1 &&
  Number.isSafeInteger(value["version"]) &&
  typeof value["expires"] === "string" &&
  TUF_TIME.test(value["expires"]) &&
  !Number.isNaN(Date.parse(value["expires"])) &&
  isText(value["event"]) &&
  isText(value["approved_by"]) &&
  isListOf(value["answers"], isAnswer);

/** Whether `value` has the shape of an island envelope; the zod schema's twin for places without zod. */
export const isIslandEnvelope = (value: unknown): value is IslandEnvelope =>
  isObject(value) &&
  hasOnly(value, ["signed", "signatures"]) &&
  isSigned(value["signed"]) &&
  isListOf(value["signatures"], isSignature) &&
  (value["signatures"] as unknown[]).length > 0;
