import { Agent, type IncomingMessage, type Server, STATUS_CODES, type ServerResponse, createServer } from "node:http";
import type { Socket } from "node:net";
import type { Flow } from "./flow.ts";
import { carryExchange } from "./http-exchange.ts";
import { joinSockets } from "./joined-sockets.ts";
import type { ProxyTime } from "./proxy-time.ts";
import { endSoftly, reset } from "./socket-end.ts";
import type { ToxicRack } from "./toxic-rack.ts";
import type { Upstream } from "./upstream.ts";

/** A client's connection: its own way to the upstream, and how many exchanges are under way on it. */
interface ClientLine {
  readonly agent: Agent;
  readonly known: WeakSet<Socket>;
  underWay: number;
}

const headOf = (incoming: IncomingMessage, head: Buffer): Buffer => {
  const lines = [`${incoming.method ?? ""} ${incoming.url ?? ""} HTTP/${incoming.httpVersion}`];
  for (let index = 0; index < incoming.rawHeaders.length; index += 2)
    lines.push(`${incoming.rawHeaders[index] ?? ""}: ${incoming.rawHeaders[index + 1] ?? ""}`);
  // Header bytes beyond ASCII come as Latin-1 from Node's parser (RFC 9110 section 5.5: opaque).
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), head]);
};

/** A status toxic on an upgrade: the handshake gets that answer, and no upstream hears of it. */
const refuseUpgrade = (flow: Flow, client: Socket): boolean => {
  const [first] = [...flow.struck("status", "downstream"), ...flow.struck("status", "upstream")];
  if (first === undefined) return false;
  flow.hit(first.held);
  const { status, body, headers } = first.toxic;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n`;
  client.write(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.join("")}${length}\r\n${body}`);
  flow.close();
  endSoftly(client);
  return true;
};

/**
 * A proxy that understands HTTP/1.1 to one upstream: each exchange is a flow of its own, an upgrade becomes a flow of
 * bytes. It has no time limits of its own; those are the client's and the upstream's business.
 */
export function createHttpProxy(parts: {
  rack: ToxicRack;
  time: ProxyTime;
  upstream: Upstream;
  track: (socket: Socket) => void;
}): Server {
  const lines = new WeakMap<Socket, ClientLine>();
  const lineOf = (client: Socket): ClientLine => {
    const known = lines.get(client);
    if (known !== undefined) return known;
    const line = { agent: new Agent({ keepAlive: true, maxSockets: 1 }), known: new WeakSet<Socket>(), underWay: 0 };
    lines.set(client, line);
    client.once("close", () => line.agent.destroy());
    return line;
  };
  const carry = (incoming: IncomingMessage, response: ServerResponse): void => {
    const client = incoming.socket;
    const line = lineOf(client);
    line.underWay += 1;
    response.once("close", () => {
      line.underWay -= 1;
    });
    carryExchange(incoming, response, {
      ...parts,
      agent: line.agent,
      onUpstreamSocket: (server) => {
        if (line.known.has(server)) return;
        line.known.add(server);
        parts.track(server);
        // An upstream that closes an idle connection closes it for the client too, as it would without a proxy.
        server.once("close", () => {
          if (line.underWay === 0) client.end();
        });
      },
    }).catch(() => reset(client));
  };
  const server = createServer({
    keepAliveTimeout: 0,
    requestTimeout: 0,
    headersTimeout: 0,
    requireHostHeader: false,
    maxHeaderSize: 65_536,
    noDelay: true,
  });
  // A client that has sent its FIN still waits for its answer (RFC 9112 section 9.6); Node would abort the exchange.
  Object.assign(server, { httpAllowHalfOpen: true });
  server.on("request", carry);
  server.on("checkContinue", carry);
  server.on("clientError", (_error, socket) => socket.destroy());
  server.on("upgrade", (incoming, socket, head) => {
    const client = incoming.socket;
    if (client !== socket) return void socket.destroy();
    client.unshift(headOf(incoming, head));
    const line = { method: incoming.method ?? "", target: incoming.url ?? "" };
    joinSockets(client, parts.upstream, parts, { line, refuses: (flow) => refuseUpgrade(flow, client) });
  });
  server.on("connection", parts.track);
  return server;
}
