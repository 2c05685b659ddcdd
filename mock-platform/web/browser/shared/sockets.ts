import type { Sockets } from "../../../../core/contract/ports.ts";

/** The Sockets port over the browser's WebSocket; the reason of a close begins with its code. */
export const browserSockets: Sockets = {
  open: (path, handlers) => {
    const address = new URL(path, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    socket.addEventListener("open", () => handlers.onOpen());
    socket.addEventListener("message", ({ data }) => {
      if (typeof data === "string") handlers.onMessage(data);
    });
    socket.addEventListener("close", ({ code, reason }) => handlers.onClose(`${code} ${reason}`));
    return { close: () => socket.close() };
  },
};
