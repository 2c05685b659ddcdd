import type { HttpRequest, HttpResponse, SocketHandlers } from "../../core/contract/ports.ts";
import type { FollowHandlers, Question } from "../../core/contract/target.ts";
import type { HttpMapping } from "../../core/schema/http-mapping.ts";
import type { Message } from "../../core/schema/wire.ts";
import type { HttpTargetOptions } from "../../drills/targets/http/dialogue.ts";
import { createLimiter } from "../../drills/targets/http/limiter.ts";
import { nodeCrypto } from "../../harness/ports/node-ports.ts";
import { httpTargetText } from "../../harness/target/http-example.ts";
import { parseTarget } from "../../harness/target/load-target.ts";
import { createVirtualClock, type VirtualClock } from "../../harness/simulation/virtual-clock.ts";

export const START = 1_795_590_000_000;
export const BASE = "http://desk.test";
export const AGENT_KEY = "agent-key-31337";

export interface Asked {
  /** Since the start. */
  readonly atMs: number;
  /** `METHOD /path?query`. */
  readonly line: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export type Answer = Partial<HttpResponse> & { readonly json?: unknown; readonly afterMs?: number };
/** What the desk answers to `METHOD /path?query`; undefined: 404. */
export type Desk = (line: string, asked: readonly Asked[], request: HttpRequest) => Answer | undefined;

export interface VirtualDesk {
  readonly time: VirtualClock;
  readonly asked: Asked[];
  readonly options: HttpTargetOptions;
  /** Sockets that were opened, with their addresses. */
  readonly sockets: { readonly url: string; readonly handlers: SocketHandlers; closed: boolean; said: string[] }[];
  /** `METHOD /path` of what was asked, without queries. */
  lines(): string[];
}

/** The desk of the example mapping in virtual time: nothing is sent, and minutes pass at once. */
export function openVirtualDesk(
  desk: Desk,
  part: {
    change?: (section: string) => string;
    perMinute?: number;
    onSocket?: (handlers: SocketHandlers) => void;
  } = {},
): VirtualDesk {
  const { http: mapping } = parseTarget(httpTargetText(part.change), "desk.yaml");
  if (mapping === undefined) throw new Error("the example has no section http");
  const time = createVirtualClock(START);
  const asked: Asked[] = [];
  const sockets: VirtualDesk["sockets"] = [];
  const { clock, timers } = time;
  const options: HttpTargetOptions = {
    http: {
      send: async (request) => {
        const line = `${request.method} ${request.url.slice(BASE.length)}`;
        asked.push({ atMs: clock.now() - START, line, headers: request.headers, body: request.body });
        const { json, afterMs = 0, ...answer } = desk(line, asked, request) ?? { status: 404 };
        await timers.wait(Math.min(afterMs, request.timeoutMs));
        if (afterMs > request.timeoutMs) return { status: 0, headers: {}, body: "", error: "TimeoutError" };
        return { status: 200, headers: {}, body: json === undefined ? "" : JSON.stringify(json), ...answer };
      },
    },
    sockets: {
      open: (url, handlers) => {
        const socket = { url, handlers, closed: false, said: [] as string[] };
        sockets.push(socket);
        part.onSocket?.(handlers);
        return {
          close: () => {
            socket.closed = true;
          },
          send: (text) => void socket.said.push(text),
        };
      },
    },
    ...{ timers, clock, crypto: nodeCrypto, mapping: mapping satisfies HttpMapping, base: BASE, event: "drop" },
    ...{ noticeHash: "n".repeat(43), secrets: { "agent-key": AGENT_KEY }, requestTimeoutMs: 5000 },
    marker: { header: "x-synthetic", value: "fieldproof" },
    limiter: createLimiter({ perMinute: part.perMinute ?? null, clock, timers }),
  };
  return { time, asked, options, sockets, lines: () => asked.map(({ line }) => line.replace(/\?.*/, "")) };
}

export const aQuestion = (part: Partial<Question> = {}): Question => ({
  clientContactId: "run-1-000004",
  clientMessageId: "run-1-000004-q",
  lane: "stream",
  text: "when does this ship?",
  orderId: null,
  ...part,
});

/** A post as the example desk writes it. */
export const aPost = (no: unknown, part: { role?: unknown; words?: unknown; when?: unknown } = {}) => ({
  no,
  by: { role: part.role ?? "staff" },
  words: part.words ?? `words ${String(no)}`,
  when: part.when ?? START / 1000,
});

/** A desk with a session, a case of number 17, and these answers to polls, the last one for ever. */
export const deskWith =
  (polls: readonly (Answer | ((line: string) => Answer))[], more: Desk = () => undefined): Desk =>
  (line, asked, request) => {
    const own = more(line, asked, request);
    if (own !== undefined) return own;
    if (line === "POST /visitors") return { json: { visitor: { token: "visitor-token-1" } } };
    if (line === "POST /cases") return { status: 201, json: { case: { number: 17 } } };
    if (line.startsWith("GET /cases/17/posts")) {
      const nth = asked.filter((one) => one.line.startsWith("GET /cases/17/posts")).length - 1;
      const answer = polls[Math.min(nth, polls.length - 1)] ?? { json: { posts: [] } };
      return typeof answer === "function" ? answer(line) : answer;
    }
    return line.startsWith("POST /cases/17/") ? { status: 204 } : undefined;
  };

/** What a customer was told, in order. */
export function listener() {
  const messages: Message[] = [];
  const told: string[] = [];
  const handlers: FollowHandlers = {
    onMessage: (message) => {
      messages.push(message);
      told.push(`${message.author} ${message.id}`);
    },
    onDuplicate: (seq) => void told.push(`again ${seq}`),
    onGap: (missed) => void told.push(`gap ${missed}`),
    onReconnect: () => void told.push("reconnect"),
    onFault: ({ where, status, code }) => void told.push(`${where} ${status} ${code}`),
  };
  return { messages, told, handlers };
}
