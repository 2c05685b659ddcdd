import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { WebSocketServer } from "ws";

export interface HostileServer {
  readonly url: string;
  /** `METHOD path` of each request, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

export type Misbehaviour = (request: IncomingMessage, response: ServerResponse) => void;

/** Ends an answer in the middle: the length was promised, half of it comes, the line is cut. */
export const halfABody =
  (status: number, text: string): Misbehaviour =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
    response.write(text.slice(0, text.length / 2), () => response.destroy());
  };

export const saying =
  (status: number, body: string | Buffer, headers: Record<string, string> = {}): Misbehaviour =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body);
  };

/** Takes the request and never answers. */
export const silence: Misbehaviour = () => {};

/** Says that it will be long, and then a byte at a time, for ever. */
export const drip: Misbehaviour = (_request, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  const timer = setInterval(() => response.write(" "), 50);
  response.on("close", () => clearInterval(timer));
};

/** A server on loopback that answers each request with `misbehave`, and each feed with `frames`. */
export async function startHostile(
  misbehave: Misbehaviour,
  frames: readonly (string | Buffer)[] = [],
): Promise<HostileServer> {
  const asked: string[] = [];
  const lines = new Set<Socket>();
  const server: Server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    request.resume();
    response.on("error", () => {});
    misbehave(request, response);
  });
  const feeds = new WebSocketServer({ server });
  feeds.on("connection", (feed) => {
    feed.on("error", () => {});
    for (const frame of frames) feed.send(frame);
  });
  server.on("connection", (line) => {
    lines.add(line);
    line.on("close", () => lines.delete(line));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: async () => {
      for (const feed of feeds.clients) feed.terminate();
      for (const line of lines) line.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
