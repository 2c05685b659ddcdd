import {
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  type OutgoingMessage,
  type ServerResponse,
  request,
} from "node:http";
import type { Socket } from "node:net";
import { Flow } from "./flow.ts";
import { Passage } from "./passage.ts";
import type { ProxyTime } from "./proxy-time.ts";
import { Arrivals, pump } from "./pump.ts";
import { endSoftly, reset } from "./socket-end.ts";
import type { ToxicRack } from "./toxic-rack.ts";
import type { Upstream } from "./upstream.ts";

export interface ExchangeParts {
  readonly rack: ToxicRack;
  readonly time: ProxyTime;
  readonly upstream: Upstream;
  /** One connection at most, kept alive: the upstream sees as many connections as clients make. */
  readonly agent: Agent;
  /** Called with the upstream connection that this exchange uses. */
  readonly onUpstreamSocket: (socket: Socket) => void;
}

const pairs = (raw: readonly string[]): [string, string][] =>
  raw.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, raw[index + 1] ?? ""]] : []));

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

/** The client's headers as it wrote them. A request without a body says so, or Node would announce a chunked one. */
const requestHeaders = (incoming: IncomingMessage): string[] => {
  const framed =
    incoming.headers["transfer-encoding"] !== undefined || incoming.headers["content-length"] !== undefined;
  const bare = framed || ["GET", "HEAD", "DELETE", "OPTIONS", "TRACE"].includes(incoming.method ?? "");
  return bare ? [...incoming.rawHeaders] : [...incoming.rawHeaders, "Content-Length", "0"];
};

/** Sends the head before any body. Node's own flushHeaders would write header bytes beyond ASCII as UTF-8. */
const sendHead = (message: OutgoingMessage): void => void message.write("", "latin1");

const answerStatus = async (flow: Flow, response: ServerResponse): Promise<boolean> => {
  const [first] = [...flow.struck("status", "downstream"), ...flow.struck("status", "upstream")];
  if (first === undefined) return false;
  const down = new Passage(flow, "downstream");
  await down.delay(flow.time.now());
  await down.stall();
  if (flow.closed) return true;
  flow.hit(first.held);
  const { status, body, headers } = first.toxic;
  const bodiless = status === 204 || status === 304;
  response.writeHead(status, { ...headers, ...(bodiless ? {} : { "content-length": Buffer.byteLength(body) }) });
  response.end(bodiless ? undefined : body);
  return true;
};

const carryResponse = async (flow: Flow, incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
  const arrivals = new Arrivals(incoming, flow);
  const head = new Passage(flow, "downstream");
  await head.delay(flow.time.now());
  await head.stall();
  if (flow.closed) return;
  response.writeHead(incoming.statusCode ?? 502, incoming.statusMessage ?? "", incoming.rawHeaders);
  sendHead(response);
  const end = await pump(arrivals, response, flow, "downstream");
  if (end === "broken") flow.cut("close");
  if (end !== "ended") return;
  response.addTrailers(pairs(incoming.rawTrailers));
  response.end();
};

const carryRequest = async (
  flow: Flow,
  arrivals: Arrivals,
  incoming: IncomingMessage,
  outgoing: ClientRequest,
): Promise<void> => {
  if (hasBody(incoming)) sendHead(outgoing);
  if ((await pump(arrivals, outgoing, flow, "upstream")) !== "ended") return;
  const trailers = pairs(incoming.rawTrailers);
  if (trailers.length > 0) outgoing.addTrailers(trailers);
  outgoing.end(() => passFin(flow, incoming.socket, outgoing));
};

/** A client that sends FIN may have left, or may wait for its answer: the upstream is told and decides as it would. */
const passFin = (flow: Flow, client: Socket, outgoing: ClientRequest): void => {
  const pass = (): void => void outgoing.socket?.end();
  if (client.readableEnded) pass();
  else client.once("end", pass);
  flow.whenClosed(() => client.off("end", pass));
};

/**
 * Carries one request to the upstream and its response back, as one flow. Status line, headers and body go on as they
 * came; only the framing of a connection is written anew. The proxy invents no status of its own: an upstream that is
 * gone is a reset for the client, as it would be without a proxy.
 */
export async function carryExchange(
  incoming: IncomingMessage,
  response: ServerResponse,
  parts: ExchangeParts,
): Promise<void> {
  const client = incoming.socket;
  let outgoing: ClientRequest | null = null;
  const line = { method: incoming.method ?? "", target: incoming.url ?? "" };
  const flow = new Flow(parts.time, line, (how) => {
    outgoing?.destroy();
    if (how === "reset") reset(client);
    else endSoftly(client);
  });
  response.sendDate = false;
  response.on("error", () => undefined);
  response.once("close", () => {
    flow.close();
    if (!response.writableFinished) outgoing?.destroy();
    incoming.resume();
  });
  const arrivals = new Arrivals(incoming, flow);
  parts.rack.open(flow);
  const up = new Passage(flow, "upstream");
  await up.delay(parts.time.now());
  await up.stall();
  if (flow.closed || (await answerStatus(flow, response))) return;
  const { host, port } = parts.upstream;
  const sent = request({
    ...{ host, port, method: line.method, path: line.target, agent: parts.agent },
    headers: requestHeaders(incoming),
    setHost: false,
    maxHeaderSize: 65_536,
  });
  outgoing = sent;
  sent.once("socket", parts.onUpstreamSocket);
  sent.once("continue", () => response.writeContinue());
  sent.on("error", () => {
    if (!response.headersSent) flow.cut("reset");
  });
  sent.once("upgrade", (_answer, socket) => {
    // Nobody asked for it.
    socket.destroy();
    flow.cut("reset");
  });
  // Node writes no status below 100 and no broken header: an answer that it would not write is a broken one.
  const give = () => flow.cut("reset");
  sent.once("response", (answer) => void carryResponse(flow, answer, response).catch(give));
  await carryRequest(flow, arrivals, incoming, sent).catch(give);
}
