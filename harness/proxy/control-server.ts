import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { FieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import { type FaultProxy, listenOnLoopback } from "./fault-proxy.ts";

const BODY_BYTES = 65_536;
const LIMIT_MS = 5000;

export interface ControlServer {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly bearer: string;
  stop(): Promise<void>;
}

/** An answer that is not 200: the status of HTTP and what to say. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** The body as JSON, undefined when there is none; refused as soon as it is too large. */
const readJson = async (incoming: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_BYTES) throw new Refusal(413, `the body is over ${BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new Refusal(400, "the body is no JSON");
  }
};

const act = async (proxy: FaultProxy, incoming: IncomingMessage): Promise<unknown> => {
  const call = `${incoming.method ?? ""} ${incoming.url ?? ""}`;
  if (call === "GET /v1/status") return proxy.status();
  if (call === "POST /v1/toxics") return proxy.rack.add(await readJson(incoming));
  if (call === "POST /v1/renew") return proxy.rack.renew(await readJson(incoming));
  if (call === "POST /v1/reset") return proxy.reset();
  const name = /^DELETE \/v1\/toxics\/([a-z0-9._-]{1,64})$/.exec(call)?.[1];
  if (name !== undefined) return proxy.remove(name);
  throw new Refusal(404, "there is no such call");
};

const answer = (response: ServerResponse, status: number, body: unknown): void => {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    ...(status === 200 ? {} : { connection: "close" }),
  });
  response.end(text);
};

const answerError = (response: ServerResponse, error: unknown): void => {
  if (error instanceof Refusal) answer(response, error.status, { message: error.message });
  else if (error instanceof FieldproofError) answer(response, error.code === "FP-PROXY-005" ? 409 : 422, error);
  else answer(response, 500, { message: messageOf(error) });
};

/**
 * The control API of a proxy on a loopback port of its own, for a heartbeat, a watchdog or `recover` in another
 * process. Every call needs the bearer, and the Host of this very listener: a page whose name was rebound to loopback
 * still sends its own name.
 * @throws FieldproofError FP-PROXY-001, FP-PROXY-002 when it cannot listen
 */
export async function startControlServer(proxy: FaultProxy, port = 0): Promise<ControlServer> {
  const bearer = randomBytes(32).toString("base64url");
  const wanted = digest(bearer);
  let hosts: readonly string[] = [];
  const checked = (incoming: IncomingMessage): void => {
    if (!hosts.includes(incoming.headers.host ?? "")) throw new Refusal(421, "the Host is not this listener's");
    const given = /^Bearer ([\w~+/.=-]{1,200})$/i.exec(incoming.headers.authorization ?? "")?.[1] ?? "";
    if (!timingSafeEqual(digest(given), wanted)) throw new Refusal(401, "the bearer is not this run's");
  };
  const server = createServer({ requestTimeout: LIMIT_MS, headersTimeout: LIMIT_MS }, (incoming, response) => {
    const handle = async (): Promise<unknown> => {
      checked(incoming);
      return act(proxy, incoming);
    };
    handle().then(
      (body) => answer(response, 200, body),
      (error: unknown) => answerError(response, error),
    );
  });
  server.maxConnections = 64;
  const chosen = await listenOnLoopback(server, port);
  hosts = [`127.0.0.1:${chosen}`, `localhost:${chosen}`];
  return {
    url: `http://127.0.0.1:${chosen}`,
    bearer,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
