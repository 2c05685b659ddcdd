import type { Clock, Timers } from "../../core/contract/ports.ts";
import type { ContactScript } from "../../core/contract/script.ts";
import type { AgentPort, AnswerFromContext, Outcome } from "../../core/contract/target.ts";
import type { Lane } from "../../core/contract/ids.ts";
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
}

/** One long poll of an idle slot, wall milliseconds. */
const POLL_MS = 2000;
/** Pause after a poll that failed, so that a dead desk is not hammered. */
const PAUSE_MS = 500;

/**
 * Works one slot of one agent until `endAt` (epoch milliseconds): take the next offer, claim it, read, reply,
 * wrap up, resolve. The times of a contact's handling are in its script, so any staffing meets the same work.
 */
export async function workSlot(slot: number, lanes: readonly Lane[], endAt: number, world: AgentWorld): Promise<void> {
  const lane = lanes[slot % Math.max(1, lanes.length)];
  if (lane === undefined) return;
  for (let turn = 0; world.clock.now() < endAt; turn++) {
    const wait = Math.min(POLL_MS, Math.max(1, endAt - world.clock.now()));
    const offered = await world.agent.next(lane, wait);
    if (!offered.ok) await world.timers.wait(PAUSE_MS);
    else if (offered.value !== null) world.onHandling(await handle(slot, turn, offered.value, world));
  }
}

const contextComplete = (context: RoutingContext | null, orderExpected: boolean): boolean =>
  context !== null &&
  context.orderWindow !== "" &&
  context.partner !== "" &&
  (!orderExpected || context.order !== null);

async function handle(slot: number, turn: number, item: QueueItem, world: AgentWorld): Promise<HandlingRecord> {
  const { clock, timers } = world;
  const offeredAt = clock.now();
  const script = world.scriptOf(item.clientContactId);
  const times = script?.handling ?? { pickUpMs: 100, replyAfterMs: 500, totalMs: 1000 };
  const errors: HandlingRecord["errors"][number][] = [];
  let systemMs = 0;
  const timed = async <T>(call: () => Promise<Outcome<T>>): Promise<T | undefined> => {
    const before = clock.now();
    const outcome = await call();
    systemMs += clock.now() - before;
    if (outcome.ok) return outcome.value;
    errors.push({ at: clock.now(), ...outcome.fault });
    return undefined;
  };
  const record = (part: Partial<HandlingRecord>): HandlingRecord => ({
    kind: "handling",
    slot,
    contactId: item.contactId,
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

  await timers.wait(times.pickUpMs);
  const claimed = await timed(() => world.agent.claim(item.contactId));
  if (claimed === undefined || claimed === null) return record({ lostClaim: claimed === null });
  const claimedAt = clock.now();
  const complete =
    contextComplete(item.context, script?.orderId != null) && contextComplete(claimed.context, script?.orderId != null);

  await timers.wait(times.replyAfterMs);
  const answer = script === null ? null : world.answer(script.intent, claimed.context);
  const replySentAt = clock.now();
  const replied = await timed(() =>
    world.agent.reply(
      item.contactId,
      `${item.contactId}-a${slot}-${turn}`,
      answer ?? "I could not find your order yet, please bear with me.",
    ),
  );
  await timers.wait(Math.max(0, times.totalMs - times.replyAfterMs));
  const resolved = await timed(() => world.agent.resolve(item.contactId));
  return record({
    claimedAt,
    contextComplete: complete,
    replyId: replied?.messageId ?? null,
    replySentAt,
    resolvedAt: resolved === undefined ? null : clock.now(),
    releasedAt: clock.now(),
  });
}
