import type { Message } from "../../core/schema/wire.ts";
import type { DeliveryHub } from "./hub.ts";

/** What a feed needs of a WebSocket. */
export interface FeedSocket {
  readonly bufferedAmount: number;
  readonly readyState: number;
  send(text: string): void;
  close(code: number, reason: string): void;
  terminate(): void;
  on(event: "close" | "error", listener: () => void): unknown;
}

/** A reader with more than this unsent is cut off; it can resume behind the last message that it saw. */
export const MOST_BUFFERED_BYTES = 512 * 1024;
/** Time that a cut-off reader has for the closing handshake. */
const CLOSE_GRACE_MS = 1000;
const OPEN = 1;

export const FEED_CLOSE = { tooSlow: 4408, withdrawn: 4403, closing: 1001, badTicket: 4401 } as const;

/** Sends the contact's messages behind `after` as JSON text frames until the socket closes. */
export const feed = (
  hub: DeliveryHub,
  socket: FeedSocket,
  contactId: string,
  after: number,
  mostBuffered = MOST_BUFFERED_BYTES,
): void => {
  let ended = false;
  const end = (code: number, reason: string): void => {
    if (ended) return;
    ended = true;
    leave();
    socket.close(code, reason);
    setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref();
  };
  let leave = (): void => {};
  const backlogOrLive = {
    message: (message: Message) => {
      if (ended || socket.readyState !== OPEN) return;
      socket.send(JSON.stringify(message));
      if (socket.bufferedAmount > mostBuffered) end(FEED_CLOSE.tooSlow, "too slow");
    },
    end: (reason: "withdrawn" | "closing") => end(FEED_CLOSE[reason], reason),
  };
  const stop = hub.follow(contactId, after, backlogOrLive);
  leave = stop;
  if (ended) stop();
  socket.on("close", () => {
    ended = true;
    stop();
  });
  socket.on("error", () => socket.terminate());
};
