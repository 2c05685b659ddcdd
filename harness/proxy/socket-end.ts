import type { Socket } from "node:net";

/** Wall ms that a peer has to take leave before its socket is destroyed. */
const LEAVE_MS = 1000;

/**
 * Sends what is written and then FIN. What still arrives is read and dropped: closing on unread bytes would make the
 * kernel send RST, and the peer could lose what it was sent before.
 */
export const endSoftly = (socket: Socket): void => {
  if (socket.destroyed) return;
  const timer = setTimeout(() => socket.destroy(), LEAVE_MS);
  timer.unref();
  socket.once("close", () => clearTimeout(timer));
  socket.end();
  socket.resume();
};

/** Sends RST, whatever is still written or unread. */
export const reset = (socket: Socket): void => {
  if (!socket.destroyed) socket.resetAndDestroy();
};
