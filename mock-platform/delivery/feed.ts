import type { Message } from "../../core/schema/wire.ts";
import type { Scheduler } from "../runtime/scheduler.ts";
import type { DeliveryHub } from "./hub.ts";

/** What a feed needs of a WebSocket. */
export interface FeedSocket {
  /** Bytes handed to `send` that the network has not taken yet. */
  readonly bufferedAmount: number;
  readonly readyState: number;
  send(text: string, sent: () => void): void;
  ping(): void;
  close(code: number, reason: string): void;
  terminate(): void;
  on(event: "close" | "error" | "pong", listener: () => void): unknown;
}

/** A reader whose news pile up beyond this is cut off; it can resume behind the last message that it saw. */
export const MOST_WAITING_BYTES = 512 * 1024;
/** Bytes under way to one reader at a time: a long backlog goes out as fast as it is read. */
const MOST_UNDER_WAY_BYTES = 64 * 1024;
/** Wall milliseconds between pings; who has not answered the last one by then is gone, or never reads. */
export const PING_EVERY_MS = 30_000;
/** Wall milliseconds that a cut-off reader has for the closing handshake. */
const CLOSE_GRACE_MS = 1000;
const OPEN = 1;

export const FEED_CLOSE = { tooSlow: 4408, withdrawn: 4403, closing: 1001, expired: 4401 } as const;

export interface FeedPlace {
  readonly contactId: string;
  /** `seq` of the last message that the reader saw; 0 for none. */
  readonly after: number;
  /** Wall milliseconds until the consent that opened it has expired. */
  readonly lifeMs?: number;
  /** Hears of each message as it goes out. */
  readonly onSent?: (message: Message) => void;
}

/** Sends the contact's messages behind `after`, each once and in order, as JSON text frames until the socket closes. */
export const feed = (hub: DeliveryHub, scheduler: Scheduler, socket: FeedSocket, place: FeedPlace): void => {
  const { contactId } = place;
  let last = place.after;
  /** News that came while earlier messages were still under way; the backlog of a late reader does not count. */
  let waitingBytes = 0;
  let answered = true;
  let ended = false;

  const leave = (): void => {
    ended = true;
    stopFollowing();
    stopPings();
    stopLife();
  };
  const end = (code: number, reason: string): void => {
    if (ended) return;
    leave();
    socket.close(code, reason);
    scheduler.after(CLOSE_GRACE_MS, () => socket.terminate());
  };
  /** True when the reader has all there is, or all of it is under way. */
  const pump = (): boolean => {
    for (const message of hub.since(contactId, last)) {
      if (ended || socket.readyState !== OPEN) return false;
      if (socket.bufferedAmount > MOST_UNDER_WAY_BYTES) return false;
      last = message.seq;
      socket.send(JSON.stringify(message), pump);
      place.onSent?.(message);
    }
    waitingBytes = 0;
    return true;
  };
  const news = (message: Message): void => {
    if (ended || pump()) return;
    waitingBytes += Buffer.byteLength(message.text);
    if (waitingBytes > MOST_WAITING_BYTES) end(FEED_CLOSE.tooSlow, "too slow");
  };
  const ping = (): void => {
    if (!answered) {
      end(FEED_CLOSE.tooSlow, "no answer to a ping");
      return;
    }
    answered = false;
    socket.ping();
    stopPings = scheduler.after(PING_EVERY_MS, ping);
  };

  const stopFollowing = hub.follow(contactId, { message: news, end: (reason) => end(FEED_CLOSE[reason], reason) });
  let stopPings = scheduler.after(PING_EVERY_MS, ping);
  const stopLife =
    place.lifeMs === undefined
      ? () => {}
      : scheduler.after(place.lifeMs, () => end(FEED_CLOSE.expired, "consent expired"));
  socket.on("pong", () => {
    answered = true;
  });
  socket.on("close", leave);
  // A frame that is too large, or a broken connection: ws answers it itself, this makes sure that it ends.
  socket.on("error", () => {
    leave();
    scheduler.after(CLOSE_GRACE_MS, () => socket.terminate());
  });
  pump();
};
