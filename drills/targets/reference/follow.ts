import type { Clock, Http, HttpRequest, Socket, Sockets, Timers } from "../../../core/contract/ports.ts";
import type { FollowHandlers, Outcome } from "../../../core/contract/target.ts";
import type { Message } from "../../../core/schema/wire.ts";
import { exchange, parseObject } from "./exchange.ts";
import { isMessage, toMessages } from "./parsers.ts";

/** Pause before a broken feed is opened again; longer where the target asks for it. */
const RECONNECT_MS = 500;
/** A poll without news that ends sooner did not wait as it was asked to; the next one is held back. */
const HASTY_POLL_MS = 100;
/** One long poll, wall milliseconds. */
export const LONG_POLL_MS = 2500;

export interface FollowTransport {
  readonly http: Http;
  readonly sockets: Sockets;
  readonly timers: Timers;
  readonly clock: Clock;
  /** Single-use ticket for the feed. */
  ticket(): Promise<Outcome<string>>;
  feedUrl(ticket: string, afterSeq: number): string;
  pollRequest(afterSeq: number, waitMs: number): Promise<HttpRequest>;
}

/** Passes each message on once and in order, and tells what came again or never came. */
export function createSequence(
  afterSeq: number,
  handlers: Pick<FollowHandlers, "onMessage" | "onDuplicate" | "onGap">,
) {
  let last = afterSeq;
  return {
    last: () => last,
    take: (message: Message): void => {
      if (message.seq <= last) {
        handlers.onDuplicate(message.seq);
        return;
      }
      if (message.seq > last + 1) handlers.onGap(message.seq - last - 1);
      last = message.seq;
      handlers.onMessage(message);
    },
  };
}

/** Follows by WebSocket; a broken feed is reopened with a new ticket from the last seen message on. */
export function followBySocket(
  transport: FollowTransport,
  afterSeq: number,
  handlers: FollowHandlers,
): { stop(): void } {
  const sequence = createSequence(afterSeq, handlers);
  let stopped = false;
  let socket: Socket | null = null;

  const connect = async (): Promise<void> => {
    const ticket = await transport.ticket();
    if (stopped) return;
    if (!ticket.ok) {
      handlers.onFault(ticket.fault);
      await again(ticket.fault.retryAfterMs);
      return;
    }
    socket = transport.sockets.open(transport.feedUrl(ticket.value, sequence.last()), {
      onOpen: () => {},
      onMessage: (text) => {
        if (stopped) return;
        const message: unknown = parseObject(text);
        if (isMessage(message)) sequence.take(message);
        else handlers.onFault({ where: "feed", status: 0, code: "bad-body" });
      },
      onClose: (reason) => {
        socket = null;
        if (stopped) return;
        handlers.onFault({ where: "feed", status: 0, code: reason.slice(0, 80) || "closed" });
        void again();
      },
    });
  };
  const again = async (retryAfterMs = 0): Promise<void> => {
    await transport.timers.wait(Math.max(RECONNECT_MS, retryAfterMs));
    if (stopped) return;
    handlers.onReconnect();
    await connect();
  };
  void connect();
  return {
    stop: () => {
      stopped = true;
      socket?.close();
    },
  };
}

/** Follows by long poll; the same items, the same resume point. */
export function followByPoll(transport: FollowTransport, afterSeq: number, handlers: FollowHandlers): { stop(): void } {
  const sequence = createSequence(afterSeq, handlers);
  let stopped = false;
  const loop = async (): Promise<void> => {
    while (!stopped) {
      const before = { at: transport.clock.now(), seq: sequence.last() };
      const request = await transport.pollRequest(sequence.last(), LONG_POLL_MS);
      const page = await exchange(transport.http, "long-poll", request, (body) => toMessages(body["messages"]));
      if (stopped) return;
      if (page.ok) {
        for (const message of page.value) sequence.take(message);
        const news = sequence.last() > before.seq;
        if (!news && transport.clock.now() - before.at < HASTY_POLL_MS) await transport.timers.wait(RECONNECT_MS);
      } else {
        handlers.onFault(page.fault);
        await transport.timers.wait(Math.max(RECONNECT_MS, page.fault.retryAfterMs ?? 0));
        if (!stopped) handlers.onReconnect();
      }
    }
  };
  void loop();
  return {
    stop: () => {
      stopped = true;
    },
  };
}
