import type { Lane } from "../../core/contract/ids.ts";
import type { AgentPort, Claimed, CustomerPort, FollowHandlers, Outcome } from "../../core/contract/target.ts";
import type { Message, QueueItem, RoutingContext } from "../../core/schema/wire.ts";
import type { VirtualClock } from "./virtual-clock.ts";

export interface DeskBehaviour {
  /** What the island answers to a contact's first question; null hands the contact to a person. */
  readonly answer: (clientContactId: string) => string | null;
  /** What the desk puts before an agent's eyes. */
  readonly contextOf: (clientContactId: string) => RoutingContext;
}

interface Held {
  readonly item: QueueItem;
  readonly lane: Lane;
  state: "waiting" | "with-agent" | "closed";
  /** Grows with each time in the queue; an offer of an earlier time is stale. */
  turn: number;
  seq: number;
}

interface Ports {
  readonly customer: CustomerPort;
  readonly agent: AgentPort;
  /** Contacts that wait now. */
  waiting(): number;
}

const done = <T>(value: T): Promise<Outcome<T>> => Promise.resolve({ ok: true, value });

/**
 * A desk without a network: a queue for each lane, first come first served, no delay of its own. Both ports are
 * faithful to their contracts, so the real actors run on it unchanged. A customer's message on a closed contact opens
 * it again, at the end of the queue.
 */
export function createMemoryDesk({ clock, after }: VirtualClock, behaviour: DeskBehaviour): Ports {
  const queues = new Map<Lane, { entries: { held: Held; turn: number; item: QueueItem }[]; head: number }>();
  const pollers = new Map<Lane, Set<(item: QueueItem) => void>>();
  const byContact = new Map<string, Held>();
  const followers = new Map<string, FollowHandlers>();
  let waiting = 0;

  const queueOf = (lane: Lane) => queues.get(lane) ?? keep(queues, lane, { entries: [], head: 0 });
  const pollersOf = (lane: Lane) => pollers.get(lane) ?? keep(pollers, lane, new Set());
  /** The longest waiting contact goes to the longest idle poller. */
  const serve = (lane: Lane): void => {
    const queue = queueOf(lane);
    const idle = pollersOf(lane);
    while (queue.head < queue.entries.length && idle.size > 0) {
      const next = queue.entries[queue.head++];
      if (next === undefined || next.held.state !== "waiting" || next.held.turn !== next.turn) continue;
      const [poller] = idle;
      if (poller === undefined) return;
      idle.delete(poller);
      poller(next.item);
    }
    if (queue.head > 1024 && queue.head * 2 > queue.entries.length) queue.entries.splice(0, queue.head);
    if (queue.head > queue.entries.length) queue.head = 0;
  };
  const enqueue = (held: Held): void => {
    held.state = "waiting";
    held.turn++;
    waiting++;
    const item = { ...held.item, waitingSince: clock.now() };
    queueOf(held.lane).entries.push({ held, turn: held.turn, item });
    serve(held.lane);
  };
  const leaveQueue = (contactId: string, state: "with-agent" | "closed"): boolean => {
    const held = byContact.get(contactId);
    if (held?.state !== "waiting") return false;
    held.state = state;
    waiting--;
    return true;
  };
  const message = (held: Held, author: Message["author"], text: string): Message => {
    const { contactId } = held.item;
    held.seq++;
    return { id: `${contactId}-${held.seq}`, seq: held.seq, contactId, author, text, at: clock.now() };
  };

  const customer: CustomerPort = {
    open: ({ clientContactId, lane, text }) => {
      const contactId = `c-${clientContactId}`;
      const context = behaviour.contextOf(clientContactId);
      const item = { contactId, clientContactId, lane, waitingSince: clock.now(), context, lastMessages: [] };
      const held: Held = { item, lane, state: "closed", turn: 0, seq: 0 };
      byContact.set(contactId, held);
      const answer = behaviour.answer(clientContactId);
      const asked = message(held, "customer", text);
      if (answer === null) enqueue(held);
      const [route, reason] = answer === null ? (["human", "personal"] as const) : (["island", "sure"] as const);
      return done({
        contactId,
        consentId: `k-${clientContactId}`,
        decision: { decisionId: "d", route, intent: null, score: 0, reason },
        messages: [asked, answer === null ? message(held, "system", "one moment") : message(held, "assistant", answer)],
      });
    },
    send: (contactId, _clientMessageId, text) => {
      const held = byContact.get(contactId);
      if (held === undefined) return done({ decision: null });
      message(held, "customer", text);
      if (held.state !== "closed") return done({ decision: null });
      enqueue(held);
      return done({
        decision: { decisionId: "d", route: "human", intent: null, score: 0, reason: "customer-objected" },
      });
    },
    follow: (contactId, _afterSeq, _delivery, handlers) => {
      followers.set(contactId, handlers);
      return { stop: () => void followers.delete(contactId) };
    },
    signal: (contactId, kind) => {
      if (kind === "left") leaveQueue(contactId, "closed");
      return done(null);
    },
  };
  const agent: AgentPort = {
    next: (lane, waitMs) =>
      new Promise((resolve) => {
        const idle = pollersOf(lane);
        const cancel = after(waitMs, () => {
          idle.delete(take);
          resolve({ ok: true, value: null });
        });
        const take = (item: QueueItem): void => {
          cancel();
          resolve({ ok: true, value: item });
        };
        idle.add(take);
        serve(lane);
      }),
    claim: (contactId) => {
      const held = byContact.get(contactId);
      const claimed: Claimed | null =
        held !== undefined && leaveQueue(contactId, "with-agent") ? { context: held.item.context, messages: [] } : null;
      return done(claimed);
    },
    reply: (contactId, clientMessageId, text) => {
      const held = byContact.get(contactId);
      if (held !== undefined)
        followers.get(contactId)?.onMessage({ ...message(held, "agent", text), id: clientMessageId });
      return done({ messageId: clientMessageId });
    },
    resolve: (contactId) => {
      const held = byContact.get(contactId);
      if (held !== undefined && held.state === "with-agent") held.state = "closed";
      return done(null);
    },
  };
  return { customer, agent, waiting: () => waiting };
}

function keep<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value);
  return value;
}
