import { WebSocket } from "ws";
import type { Rng, Sockets } from "../../../core/contract/ports.ts";

export interface BreakingSockets extends Sockets {
  open(url: string, handlers: Parameters<Sockets["open"]>[1]): ReturnType<Sockets["open"]>;
  /** Sockets that are open now. */
  count(): number;
  /** Resolves once `wanted` are open at the same moment. */
  reach(wanted: number): Promise<void>;
  /** Breaks off one open socket, as a lost network does; false when there is none. */
  breakOne(rng: Rng): boolean;
}

/** The Sockets port over ws, with a hand on each socket. */
export const breakingSockets = (): BreakingSockets => {
  const open: WebSocket[] = [];
  const places = new Map<WebSocket, number>();
  const waiting = new Set<{ wanted: number; resolve: () => void }>();
  const add = (socket: WebSocket): void => {
    places.set(socket, open.push(socket) - 1);
    for (const one of waiting) {
      if (open.length < one.wanted) continue;
      waiting.delete(one);
      one.resolve();
    }
  };
  const remove = (socket: WebSocket): void => {
    const place = places.get(socket);
    const last = open.at(-1);
    if (place === undefined || last === undefined) return;
    open[place] = last;
    places.set(last, place);
    open.pop();
    places.delete(socket);
  };
  return {
    open: (url, handlers) => {
      const socket = new WebSocket(url, { followRedirects: false, perMessageDeflate: false });
      let reason = "closed";
      socket.on("open", () => {
        add(socket);
        handlers.onOpen();
      });
      socket.on("message", (data) => handlers.onMessage(data.toString()));
      socket.on("error", (error) => {
        reason = error.message;
      });
      socket.on("close", () => {
        remove(socket);
        handlers.onClose(reason);
      });
      return { close: () => socket.close() };
    },
    count: () => open.length,
    reach: (wanted) =>
      new Promise((resolve) => {
        if (open.length >= wanted) resolve();
        else waiting.add({ wanted, resolve });
      }),
    breakOne: (rng) => {
      const socket = open[Math.floor(rng.next() * open.length)];
      if (socket === undefined) return false;
      remove(socket);
      socket.terminate();
      return true;
    },
  };
};
