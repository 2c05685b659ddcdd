import { WebSocket } from "k6/websockets";
import type { Sockets } from "../../core/contract/ports.ts";

/** The Sockets port over `k6/websockets` (global event loop; never combined with `sleep`). */
export const k6Sockets: Sockets = {
  open: (url, handlers, headers = {}) => {
    let closed = false;
    const finish = (reason: string): void => {
      if (closed) return;
      closed = true;
      handlers.onClose(reason);
    };
    const socket = new WebSocket(url, null, { headers: { ...headers } });
    socket.onopen = () => handlers.onOpen();
    socket.onmessage = (event) => handlers.onMessage(typeof event?.data === "string" ? event.data : "");
    socket.onerror = (event) => finish(event?.error ?? "error");
    socket.onclose = () => finish("closed");
    return { close: () => socket.close(), send: (text) => socket.send(text) };
  },
};
