import type { Socket } from "../../../core/contract/ports.ts";
import type { Fault } from "../../../core/contract/target.ts";
import type { SocketMapping } from "../../../core/schema/http-mapping.ts";
import { MOST_PAUSE_MS } from "./answer.ts";
import { AGAIN_MS, type FollowWorld, type Stopper } from "./follow.ts";

/** A socket that breaks so often on end, without a word in between, is given up for polls. */
const MOST_BREAKS = 3;
/** What polls found may be on its way by socket, too. */
const GRACE_MS = 1000;

export interface SocketWorld extends FollowWorld {
  /** Path and query of the next connection; null when a value cannot stand in them. */
  readonly address: () => string | null;
  /** What is said once it is open. */
  readonly hello: () => readonly string[];
  readonly onText: (text: string) => void;
}

/** A promise and what fulfils it. */
const signal = () => {
  let done: () => void = () => {};
  const when = new Promise<void>((resolve) => {
    done = resolve;
  });
  return { when, done };
};

/**
 * Follows by WebSocket, each connection with a ticket of its own where the mapping has one. A socket that never opens,
 * breaks again and again, or says nothing while polls have news is left: it resolves then, and polls take over.
 */
export async function followBySocket(mapping: SocketMapping, world: SocketWorld, stop: Stopper): Promise<void> {
  const { follower } = world;
  for (let breaks = 0; !stop.stopped() && !world.full(); ) {
    const end = await oneConnection(mapping, world, stop);
    if (stop.stopped()) return;
    if (end.kind === "silent") {
      follower.note("socket-silent", 0);
      return;
    }
    world.onFault(end.fault);
    breaks = end.spoke ? 1 : breaks + 1;
    if (breaks >= MOST_BREAKS) {
      follower.note("socket-given-up", 0);
      return;
    }
    const pause = Math.min(MOST_PAUSE_MS, Math.max(AGAIN_MS, end.fault.retryAfterMs ?? 0));
    await world.options.timers.waitOr(pause, stop.when);
    if (!stop.stopped()) world.onReconnect();
  }
}

type End = { readonly kind: "silent" } | { readonly kind: "broken"; readonly fault: Fault; readonly spoke: boolean };

const broken = (code: string, spoke: boolean): End => ({
  kind: "broken",
  fault: { where: "socket", status: 0, code },
  spoke,
});

async function oneConnection(mapping: SocketMapping, world: SocketWorld, stop: Stopper): Promise<End> {
  const { timers, clock, sockets, requestTimeoutMs, base, limiter } = world.options;
  if (mapping.ticket !== undefined) {
    const ticket = await world.dialogue.call("ticket", mapping.ticket, { urgency: "look" });
    if (!ticket.ok) return { kind: "broken", fault: ticket.fault, spoke: false };
  }
  const path = world.address();
  if (path === null) return broken("unsafe-value", false);
  // Opening one is a request like any other.
  const room = await limiter.take("look", clock.now() + MOST_PAUSE_MS, stop.stopped);
  if (!room && !stop.stopped()) return broken("limit-reached", false);
  if (stop.stopped()) return broken("closed", false);

  const opened = signal();
  const closed = signal();
  let open = false;
  let reason: string | null = null;
  let heardAt: number | null = null;
  let next = signal();
  const connection: Socket = sockets.open(
    `${base.replace(/^http/, "ws")}${path}`,
    {
      onOpen: () => {
        open = true;
        opened.done();
      },
      onMessage: (text) => {
        if (stop.stopped()) return;
        heardAt = clock.now();
        world.onText(text);
        next.done();
      },
      onClose: (why) => {
        reason = world.dialogue.mask.clean(why.slice(0, 80)) || "closed";
        opened.done();
        closed.done();
        next.done();
      },
    },
    world.dialogue.socketHeaders(path),
  );
  void stop.when.then(() => connection.close());
  await timers.waitOr(requestTimeoutMs, Promise.race([opened.when, stop.when]));
  if (!open) {
    connection.close();
    return broken(reason ?? "socket-not-open", false);
  }
  for (const text of world.hello()) connection.send?.(text);
  while (reason === null && !stop.stopped() && !world.full()) {
    next = signal();
    await timers.waitOr(mapping.quietMs, Promise.race([next.when, stop.when]));
    const last: number | null = heardAt;
    if (reason !== null || stop.stopped()) break;
    if (last !== null && clock.now() - last < mapping.quietMs) continue;
    const asked = clock.now();
    const { fault, news } = await world.round();
    if (fault === null) world.onLook();
    if (news === 0 || stop.stopped()) continue;
    await timers.waitOr(GRACE_MS, Promise.race([closed.when, stop.when]));
    if (heardSince(asked)) continue;
    connection.close();
    return { kind: "silent" };
  }
  connection.close();
  return broken(reason ?? "closed", heardAt !== null);

  function heardSince(ms: number): boolean {
    return heardAt !== null && heardAt >= ms;
  }
}
