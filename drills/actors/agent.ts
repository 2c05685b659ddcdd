import type { Clock, Timers } from "../../core/contract/ports.ts";
import type { ContactScript } from "../../core/contract/script.ts";
import type { AgentPort, AnswerFromContext, Claimed, Outcome } from "../../core/contract/target.ts";
import { INTENTS, type Intent, type Lane } from "../../core/contract/ids.ts";
import type { HandlingRecord } from "../../core/schema/evidence.ts";
import type { QueueItem, RoutingContext } from "../../core/schema/wire.ts";

export interface AgentWorld {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly agent: AgentPort;
  readonly answer: AnswerFromContext;
  /** What the customer asked, by client contact id: a person understands the question. Null when unknown. */
  readonly scriptOf: (clientContactId: string) => ContactScript | null;
  readonly onHandling: (record: HandlingRecord) => void;
  /** What a person knows without the desk's help; absent: an agent answers from what the desk shows, or not at all. */
  readonly knows?: (script: ContactScript) => string | null;
  /** What a desk shows in its offers and at the claim; absent: all of it, at both. */
  readonly shows?: { readonly offer: ContextParts; readonly claim: ContextParts };
}

/** The parts of a routing context that a desk has a place for. */
export interface ContextParts {
  readonly orderWindow: boolean;
  readonly partner: boolean;
  readonly order: boolean;
  readonly facts: readonly Intent[];
}
const ALL_PARTS: ContextParts = { orderWindow: true, partner: true, order: true, facts: INTENTS };

/** One long poll of an idle slot, wall milliseconds. */
export const POLL_MS = 2000;
/** Pause after a poll that failed, so that a dead desk is not hammered. */
const PAUSE_MS = 500;
/** An empty poll that ends sooner did not wait as it was asked to; the next one is held back. */
const HASTY_POLL_MS = 100;

/** Tries of one claim under the same key: the desk may have taken it and lost only its answer. */
const CLAIM_TRIES = 3;
/** Tries of one reply, always under the same client id, before the agent leaves the contact open and moves on. */
const REPLY_TRIES = 3;

/**
 * Works one slot of one agent until `endAt` (epoch milliseconds): take the next offer, claim it, read, reply,
 * wrap up, resolve. The times of a contact's handling are in its script, so any staffing meets the same work.
 * A handling that `endAt` cuts off is recorded as far as it came.
 */
export async function workSlot(slot: number, lanes: readonly Lane[], endAt: number, world: AgentWorld): Promise<void> {
  const lane = lanes[slot % Math.max(1, lanes.length)];
  if (lane === undefined) return;
  const { clock, timers } = world;
  const rest = (ms: number): Promise<void> => timers.wait(Math.max(0, Math.min(ms, endAt - clock.now())));
  for (let turn = 0; clock.now() < endAt; turn++) {
    const asked = clock.now();
    const offered = await world.agent.next(lane, Math.min(POLL_MS, Math.max(1, endAt - asked)));
    if (!offered.ok) await rest(Math.max(PAUSE_MS, offered.fault.retryAfterMs ?? 0));
    else if (offered.value !== null) {
      const record = await handle(slot, turn, offered.value, endAt, world);
      world.onHandling(record);
      if (record.claimedAt === null && !record.lostClaim) await rest(PAUSE_MS);
    } else if (clock.now() - asked < HASTY_POLL_MS) await rest(PAUSE_MS);
  }
}

/**
 * Whether the desk put before the agent what this contact needs: window, partner, its own order, and its own facts. Null
 * where it shows none of these: nothing is missing there, and nothing was looked at.
 */
const contextComplete = (
  context: RoutingContext | null,
  script: ContactScript | null,
  shows: ContextParts = ALL_PARTS,
): boolean | null => {
  const { orderWindow, partner } = shows;
  const order = shows.order && script !== null && script.orderId !== null;
  const fact = script !== null && shows.facts.includes(script.intent);
  if (!orderWindow && !partner && !order && !fact) return null;
  if (context === null) return false;
  if ((orderWindow && context.orderWindow === "") || (partner && context.partner === "")) return false;
  if (order && context.order?.orderId !== script.orderId) return false;
  return !fact || context.facts[script.intent] === script.fact;
};

/** At the offer and at the claim; a contact of which neither shows anything was not looked at, and so is not complete. */
const contextHeld = (at: readonly (boolean | null)[]): Pick<HandlingRecord, "contextComplete" | "contextUntold"> =>
  at.every((one) => one === null)
    ? { contextComplete: false, contextUntold: true }
    : { contextComplete: at.every((one) => one !== false) };

/** A desk that shows it in its offers alone has shown it. */
const contextOf = (
  claimed: RoutingContext | null,
  offered: RoutingContext | null,
  { shows }: AgentWorld,
): RoutingContext | null => claimed ?? (shows === undefined ? null : offered);

const refusedForGood = (status = 0): boolean => status >= 400 && status < 500 && status !== 429;

async function handle(
  slot: number,
  turn: number,
  item: QueueItem,
  endAt: number,
  world: AgentWorld,
): Promise<HandlingRecord> {
  const { clock, timers, agent } = world;
  const { contactId } = item;
  const offeredAt = clock.now();
  const script = world.scriptOf(item.clientContactId);
  const times = script?.handling ?? { pickUpMs: 100, replyAfterMs: 500, totalMs: 1000 };
  const errors: HandlingRecord["errors"][number][] = [];
  let systemMs = 0;
  const timed = async <T>(call: () => Promise<Outcome<T>>): Promise<T | undefined> => {
    const before = clock.now();
    const outcome = await call();
    systemMs += Math.max(0, clock.now() - before);
    if (outcome.ok) return outcome.value;
    const { where, status, code } = outcome.fault;
    errors.push({ at: clock.now(), where, status, code });
    return undefined;
  };
  const record = (part: Partial<HandlingRecord>): HandlingRecord => ({
    kind: "handling",
    slot,
    contactId,
    clientContactId: item.clientContactId,
    lane: item.lane,
    waitingSince: item.waitingSince,
    offeredAt,
    claimedAt: null,
    lostClaim: false,
    contextComplete: false,
    replyId: null,
    replySentAt: null,
    resolvedAt: null,
    releasedAt: clock.now(),
    systemMs,
    errors,
    ...part,
  });
  /** False when the shift ends before the time is over. */
  const work = async (ms: number): Promise<boolean> => {
    await timers.wait(Math.max(0, Math.min(ms, endAt - clock.now())));
    return clock.now() < endAt;
  };

  if (!(await work(times.pickUpMs))) return record({});
  const claim = (): Promise<Claimed | null | undefined> =>
    timed(() => agent.claim(contactId, `${contactId}-k${slot}-${turn}`));
  let claimed = await claim();
  for (let tries = 1; tries < CLAIM_TRIES && claimed === undefined; tries++) {
    if (refusedForGood(errors.at(-1)?.status) || !(await work(PAUSE_MS))) break;
    claimed = await claim();
  }
  if (claimed === undefined || claimed === null) return record({ lostClaim: claimed === null });
  const claimedAt = clock.now();
  const { shows } = world;
  const atOffer = contextComplete(item.context, script, shows?.offer);
  const held = { claimedAt, ...contextHeld([atOffer, contextComplete(claimed.context, script, shows?.claim)]) };

  if (!(await work(times.replyAfterMs))) return record(held);
  const shown = script === null ? null : world.answer(script.intent, contextOf(claimed.context, item.context, world));
  const answer = shown ?? (script === null ? null : (world.knows?.(script) ?? null));
  const text = answer ?? "I could not find your order yet, please bear with me.";
  const replySentAt = clock.now();
  let replyId: string | null = null;
  for (let tries = 0; tries < REPLY_TRIES && replyId === null; tries++) {
    if (tries > 0 && (refusedForGood(errors.at(-1)?.status) || !(await work(PAUSE_MS)))) break;
    replyId = (await timed(() => agent.reply(contactId, `${contactId}-a${slot}-${turn}`, text)))?.messageId ?? null;
  }
  const replied = { ...held, replyId, replySentAt };
  // Nobody closes a matter that they could not answer.
  if (replyId === null || !(await work(times.totalMs - times.replyAfterMs))) return record(replied);
  const resolved = await timed(() => agent.resolve(contactId));
  return record({ ...replied, resolvedAt: resolved === undefined ? null : clock.now() });
}
