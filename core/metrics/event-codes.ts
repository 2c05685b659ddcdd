import type { TimelineEvent } from "./timeline.ts";

type Make = (atMs: number) => TimelineEvent;

/** Everything that can happen, but for claims, which name an agent; the code is the place in this list. */
const MAKERS: ReadonlyMap<string, Make> = new Map<string, Make>([
  ...(["customer", "assistant", "agent", "system"] as const).map((author): [string, Make] => [
    `message ${author}`,
    (atMs) => ({ atMs, kind: "message", author }),
  ]),
  ...(["assistant", "agent", "customer", "system"] as const).map((by): [string, Make] => [
    `resolved ${by}`,
    (atMs) => ({ atMs, kind: "resolved", by }),
  ]),
  ...(["opened", "handed-off", "released", "transferred", "note", "reopened", "edited", "moderated"] as const).map(
    (kind): [string, Make] => [kind, (atMs) => ({ atMs, kind })],
  ),
  ["left", (atMs) => ({ atMs, kind: "left", silent: false })],
]);
const NAMES = [...MAKERS.keys()];
const LIST = [...MAKERS.values()];
const CLAIMED = LIST.length;
/** Room for codes below an agent's number. */
const STEP = 32;

/** The code of an event by its name, such as `message agent`, `resolved system` or `note`. */
export const codeOf = (name: string): number => {
  const code = NAMES.indexOf(name);
  if (code < 0) throw new RangeError(`nothing that happens to a contact: ${name}`);
  return code;
};

/** The code of a claim by an agent, whose number is at least 1; 0 stands for one without a name. */
export const claimCode = (agentNumber: number): number => CLAIMED + STEP * agentNumber;

/** The event of a code, as it was. */
export const eventOf = (
  code: number,
  atMs: number,
  agentName: (agentNumber: number) => string | null,
): TimelineEvent => {
  const kind = code % STEP;
  if (kind === CLAIMED) return { atMs, kind: "claimed", agentId: agentName(Math.floor(code / STEP)) };
  const make = LIST[kind];
  if (make === undefined) throw new RangeError(`no event has the code ${code}`);
  return make(atMs);
};
