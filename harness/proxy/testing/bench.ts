import { type IncomingMessage, type RequestOptions, type Server, request } from "node:http";
import { type Server as NetServer, type Socket, connect } from "node:net";
import type { Upstream } from "../upstream.ts";

/** Everything of a test that has to be closed, closed in the reverse order. */
export class Bench {
  #closers: (() => unknown)[] = [];

  later(close: () => unknown): void {
    this.#closers.push(close);
  }

  async listen(server: Server | NetServer): Promise<Upstream> {
    const sockets = new Set<Socket>();
    server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.on("error", () => undefined);
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    this.later(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const address = server.address();
    return { host: "127.0.0.1", port: typeof address === "object" && address !== null ? address.port : 0 };
  }

  /** A socket and all that it receives; `over` says how it ended. */
  async dial({ host, port }: Upstream): Promise<Dialled> {
    const socket = connect({ host, port, allowHalfOpen: true });
    this.later(() => socket.destroy());
    const dialled = new Dialled(socket);
    await new Promise<void>((resolve) => {
      socket.once("connect", resolve);
      socket.once("close", () => resolve());
    });
    return dialled;
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).toReversed()) await close();
  }
}

export class Dialled {
  readonly socket: Socket;
  readonly over: Promise<string>;
  #chunks: Buffer[] = [];
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on("data", (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#wake();
    });
    this.over = new Promise((resolve) => {
      socket.once("end", () => resolve("end"));
      socket.once("error", (error) => resolve("code" in error ? String(error.code) : error.message));
    });
  }

  get received(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  async bytes(count: number): Promise<Buffer> {
    while (this.received.length < count)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    return this.received;
  }
}

export interface Answer {
  readonly status: number;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly trailers: readonly string[];
  /** Null when the whole body came. */
  readonly error: string | null;
}

const codeOf = (error: Error): string => ("code" in error ? String(error.code) : error.message);

/** One request over `options`; never throws, a failure is `status` 0 or an `error` beside what came. */
export const ask = (options: RequestOptions, body: Buffer | null = null): Promise<Answer> =>
  new Promise((resolve) => {
    const none = { status: 0, rawHeaders: [], body: Buffer.alloc(0), trailers: [] };
    const sent = request(options, (incoming: IncomingMessage) => {
      const chunks: Buffer[] = [];
      const done = (error: string | null): void =>
        resolve({
          status: incoming.statusCode ?? 0,
          rawHeaders: incoming.rawHeaders,
          body: Buffer.concat(chunks),
          trailers: incoming.rawTrailers,
          error,
        });
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.once("end", () => done(null));
      incoming.once("error", (error) => done(codeOf(error)));
    });
    sent.once("error", (error) => resolve({ ...none, error: codeOf(error) }));
    sent.end(body ?? undefined);
  });
