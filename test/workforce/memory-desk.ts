import type { AgentPort, Claimed, CustomerPort, FollowHandlers, Outcome } from "../../core/contract/target.ts";
import type { Message, QueueItem, RoutingContext } from "../../core/schema/wire.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** What every answer says; the customers of the simulation ask for it. */
export const FACT = "on 3 December";

const CONTEXT: RoutingContext = {
  orderWindow: "drop",
  partner: "north",
  riskFlags: [],
  order: null,
  facts: { "shipping-window": FACT },
};

interface Waiting {
  readonly item: QueueItem;
  gone: boolean;
}

interface Ports {
  readonly customer: CustomerPort;
  readonly agent: AgentPort;
  /** Contacts that wait now. */
  waiting(): number;
}

const done = <T>(value: T): Promise<Outcome<T>> => Promise.resolve({ ok: true, value });

/**
 * A desk without a network: one queue, first come first served, every contact to a person, no delay of its own. Both
 * ports are faithful to their contracts, so the real actors run on it unchanged.
 */
export function createMemoryDesk({ clock, after }: VirtualClock): Ports {
  const queue: Waiting[] = [];
  let head = 0;
  const byContact = new Map<string, Waiting>();
  const pollers = new Set<(item: QueueItem) => void>();
  const followers = new Map<string, FollowHandlers>();
  let waiting = 0;

  const leave = (contactId: string): Waiting | undefined => {
    const found = byContact.get(contactId);
    if (found === undefined || found.gone) return undefined;
    found.gone = true;
    waiting--;
    byContact.delete(contactId);
    return found;
  };
  /** The longest waiting contact goes to the longest idle poller. */
  const serve = (): void => {
    while (head < queue.length && pollers.size > 0) {
      const next = queue[head++];
      if (next === undefined || next.gone) continue;
      const [poller] = pollers;
      if (poller === undefined) return;
      pollers.delete(poller);
      poller(next.item);
    }
    if (head > 1024 && head * 2 > queue.length) queue.splice(0, head);
    if (head > queue.length) head = 0;
  };
  const message = (contactId: string, seq: number, author: Message["author"], text: string): Message => ({
    id: `${contactId}-${seq}`,
    seq,
    contactId,
    author,
    text,
    at: clock.now(),
  });

  const customer: CustomerPort = {
    open: (question) => {
      const contactId = `c-${question.clientContactId}`;
      const item: QueueItem = {
        contactId,
        clientContactId: question.clientContactId,
        lane: question.lane,
        waitingSince: clock.now(),
        context: CONTEXT,
        lastMessages: [],
      };
      const entry: Waiting = { item, gone: false };
      byContact.set(contactId, entry);
      queue.push(entry);
      waiting++;
      serve();
      return done({
        contactId,
        consentId: `k-${question.clientContactId}`,
        decision: { decisionId: "d", route: "human", intent: null, score: 0, reason: "personal" },
        messages: [message(contactId, 1, "customer", question.text), message(contactId, 2, "system", "one moment")],
      });
    },
    send: () => done({ decision: null }),
    follow: (contactId, _afterSeq, _delivery, handlers) => {
      followers.set(contactId, handlers);
      return { stop: () => void followers.delete(contactId) };
    },
    signal: (contactId, kind) => {
      if (kind === "left") leave(contactId);
      return done(null);
    },
  };
  const agent: AgentPort = {
    next: (_lane, waitMs) =>
      new Promise((resolve) => {
        const cancel = after(waitMs, () => {
          pollers.delete(take);
          resolve({ ok: true, value: null });
        });
        const take = (item: QueueItem): void => {
          cancel();
          resolve({ ok: true, value: item });
        };
        pollers.add(take);
        serve();
      }),
    claim: (contactId) =>
      done<Claimed | null>(leave(contactId) === undefined ? null : { context: CONTEXT, messages: [] }),
    reply: (contactId, clientMessageId, text) => {
      followers.get(contactId)?.onMessage(message(contactId, 3, "agent", text));
      return done({ messageId: clientMessageId });
    },
    resolve: () => done(null),
  };
  return { customer, agent, waiting: () => waiting };
}
