import { type Server, createServer } from "node:net";
import type { Socket } from "node:net";
import { FieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import type { ProxyStatus, ToxicInput, ToxicState } from "../../core/schema/toxic.ts";
import { createHttpProxy } from "./http-proxy.ts";
import { joinSockets } from "./joined-sockets.ts";
import { type ProxyTime, nodeProxyTime } from "./proxy-time.ts";
import { type ProxyMode, ToxicRack } from "./toxic-rack.ts";
import { type Upstream, authorityOf, checkUpstream } from "./upstream.ts";

/** Connections beyond this are refused: each may hold two full queues. */
const MOST_CONNECTIONS = 4096;

export interface FaultProxyOptions {
  readonly mode: ProxyMode;
  readonly upstream: Upstream;
  /** Of the draws of shares and jitter. */
  readonly seed: number;
  /** Loopback only; 0 for a free port, which is the default. */
  readonly port?: number;
  /** Addresses off loopback that a target file allows. */
  readonly allowedUpstreams?: readonly string[];
  readonly time?: ProxyTime;
}

/** A proxy on loopback that breaks what it is told to, and no longer than the lease of each toxic. */
export interface FaultProxy {
  readonly address: Upstream;
  readonly mode: ProxyMode;
  /** All or none. Throws FP-PROXY-003 with every fault. */
  add(toxics: readonly ToxicInput[]): ToxicState[];
  /** The heartbeat: a new lease from now. Throws FP-PROXY-005 when a named toxic has ended. */
  renew(ttlMs: number, names?: readonly string[]): ToxicState[];
  /** Throws FP-PROXY-005 when it is not held. */
  remove(name: string): ToxicState;
  reset(): ToxicState[];
  status(): ProxyStatus;
  /** The same with input that nobody has checked, for the control server. */
  readonly rack: ToxicRack;
  /** Closes the listener and every socket. May be called again. */
  stop(): Promise<void>;
}

const HOST = "127.0.0.1";

/** Listens on loopback. @throws FieldproofError FP-PROXY-001 port in use, FP-PROXY-002 any other reason */
export const listenOnLoopback = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const taken = "code" in error && error.code === "EADDRINUSE";
      const problem = `it cannot listen on ${HOST}:${port}: ${messageOf(error)}`;
      reject(
        taken
          ? new FieldproofError("FP-PROXY-001", { host: HOST, port }, { cause: error })
          : new FieldproofError("FP-PROXY-002", { problem }, { cause: error }),
      );
    });
    server.listen({ host: HOST, port, exclusive: true }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });

/**
 * Starts a proxy in this process.
 * @throws FieldproofError FP-PROXY-001 (port in use), -002 (cannot listen), -004 (upstream not allowed)
 */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { mode, upstream, seed, port = 0, allowedUpstreams = [], time = nodeProxyTime } = options;
  checkUpstream(upstream, allowedUpstreams);
  const rack = new ToxicRack(mode, seed, time);
  const sockets = new Set<Socket>();
  const track = (socket: Socket): void => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
  };
  const parts = { rack, time, upstream, track };
  const server =
    mode === "http"
      ? createHttpProxy(parts)
      : createServer({ allowHalfOpen: true }, (client) => {
          track(client);
          joinSockets(client, upstream, parts);
        });
  server.maxConnections = MOST_CONNECTIONS;
  const chosen = await listenOnLoopback(server, port);
  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      rack.reset("stopped");
      for (const socket of sockets) socket.destroy();
    });
  return {
    address: { host: HOST, port: chosen },
    mode,
    rack,
    add: (toxics) => rack.add({ toxics }),
    renew: (ttlMs, names) => rack.renew(names === undefined ? { ttlMs } : { ttlMs, names }),
    remove: (name) => rack.remove(name),
    reset: () => rack.reset(),
    status: () => ({ mode, upstream: authorityOf(upstream), ...rack.list() }),
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}
