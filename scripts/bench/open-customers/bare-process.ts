import { once } from "node:events";
import { createServer } from "node:http";
import { WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { serveLines } from "../line-process.ts";

/** Both ends of the yardstick: a server that does nothing but hold WebSockets, or many clients of it. */
const requestSchema = z.discriminatedUnion("do", [
  z.object({ do: z.literal("listen") }),
  z.object({ do: z.literal("hold"), url: z.string(), count: z.number().int() }),
]);

const CONNECTING_AT_ONCE = 64;
const MOST_FRAME_BYTES = 1024;
const held: WebSocket[] = [];

const listen = async (): Promise<{ url: string }> => {
  const server = createServer();
  // The settings of the stack's own feed.
  new WebSocketServer({ server, maxPayload: MOST_FRAME_BYTES, perMessageDeflate: false });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return { url: `ws://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}` };
};

const hold = async (url: string, count: number): Promise<{ open: number }> => {
  let started = 0;
  const worker = async (): Promise<void> => {
    while (started < count) {
      started += 1;
      const socket = new WebSocket(url, { perMessageDeflate: false });
      held.push(socket);
      await once(socket, "open");
    }
  };
  await Promise.all(Array.from({ length: CONNECTING_AT_ONCE }, worker));
  return { open: held.filter(({ readyState }) => readyState === WebSocket.OPEN).length };
};

await serveLines((line) => {
  const request = requestSchema.parse(line);
  return request.do === "listen" ? listen() : hold(request.url, request.count);
});
