import type { Clock, Crypto, Http, HttpRequest, SessionKey, Sockets, Timers } from "../../../core/contract/ports.ts";
import type { CustomerPort, OpenedContact } from "../../../core/contract/target.ts";
import { exchange } from "./exchange.ts";
import { type FollowTransport, followByPoll, followBySocket } from "./follow.ts";
import { isDecision, isMessage, toOpened } from "./parsers.ts";
import { provenRequest } from "./proven-request.ts";

export interface ReferenceCustomerOptions {
  readonly http: Http;
  readonly sockets: Sockets;
  readonly timers: Timers;
  readonly crypto: Crypto;
  readonly clock: Clock;
  /** Base address of the customer's PoP, without a slash at its end. */
  readonly pop: string;
  readonly event: string;
  /** SHA-256, base64url, of the notice that the customer is shown before the one button. */
  readonly noticeHash: string;
  readonly requestTimeoutMs: number;
}

interface Session {
  readonly key: SessionKey;
  /** Set once the fast path was opened. Goes into headers, nowhere else. */
  token: string | null;
}

/** One customer at the reference stack: an ephemeral key, one consent token, a proof on each request (RFC 9449). */
export function createReferenceCustomer(options: ReferenceCustomerOptions): CustomerPort {
  const { http, crypto, clock, pop } = options;
  let session: Session | null = null;
  let proofs = 0;

  const ready = async (): Promise<Session> => {
    session ??= { key: await crypto.newSessionKey(), token: null };
    return session;
  };

  const signed = async (
    method: HttpRequest["method"],
    path: string,
    query: string,
    body: unknown,
    extraMs = 0,
  ): Promise<HttpRequest> => {
    const { key, token } = await ready();
    proofs++;
    const jti = `${key.publicJwk.x.slice(0, 22)}.${proofs}`;
    const timeoutMs = options.requestTimeoutMs + extraMs;
    return provenRequest({ key, jti, token, method, url: `${pop}${path}`, query, body, timeoutMs }, { clock, crypto });
  };
  const path = (contactId: string, rest: string): string => `/v1/contacts/${encodeURIComponent(contactId)}/${rest}`;

  const transport = (contactId: string): FollowTransport => ({
    http,
    sockets: options.sockets,
    timers: options.timers,
    clock,
    ticket: async () =>
      exchange(http, "ticket", await signed("POST", path(contactId, "ticket"), "", {}), (body) =>
        typeof body["ticket"] === "string" ? body["ticket"] : null,
      ),
    feedUrl: (ticket, afterSeq) =>
      `${pop.replace(/^http/, "ws")}${path(contactId, "feed")}?ticket=${encodeURIComponent(ticket)}&after=${afterSeq}`,
    pollRequest: (afterSeq, waitMs) =>
      signed("GET", path(contactId, "messages"), `after=${afterSeq}&wait=${waitMs}`, undefined, waitMs),
  });

  return {
    open: async (question) => {
      const current = await ready();
      const request = await signed("POST", "/v1/fast-path", "", {
        publicJwk: current.key.publicJwk,
        purposes: question.orderId === null ? ["support-reply"] : ["support-reply", "order-lookup"],
        noticeHash: options.noticeHash,
        event: options.event,
        lane: question.lane,
        clientContactId: question.clientContactId,
        clientMessageId: question.clientMessageId,
        text: question.text,
        ...(question.orderId === null ? {} : { orderId: question.orderId }),
      });
      return exchange<OpenedContact>(http, "fast-path", request, (body) => {
        const opened = toOpened(body);
        if (opened === null || typeof body["token"] !== "string") return null;
        current.token = body["token"];
        return opened;
      });
    },
    send: async (contactId, clientMessageId, text) =>
      exchange(
        http,
        "send",
        await signed("POST", path(contactId, "messages"), "", { clientMessageId, text }),
        (body) =>
          isMessage(body["message"]) ? { decision: isDecision(body["decision"]) ? body["decision"] : null } : null,
      ),
    follow: (contactId, afterSeq, delivery, handlers) =>
      delivery === "websocket"
        ? followBySocket(transport(contactId), afterSeq, handlers)
        : followByPoll(transport(contactId), afterSeq, handlers),
    signal: async (contactId, kind) => {
      const done = await exchange(
        http,
        "signal",
        await signed("POST", path(contactId, "signals"), "", { kind }),
        (_body, response) => (response.status === 204 ? true : null),
      );
      return done.ok ? { ok: true, value: null } : done;
    },
  };
}
