import type {
  Clock,
  Crypto,
  Http,
  HttpRequest,
  HttpResponse,
  SessionKey,
  Sockets,
  Timers,
} from "../../../core/contract/ports.ts";
import type { AccessAnswer, AccessAttempt, AccessPort } from "../../../core/contract/target.ts";
import { parseObject, problemCode } from "./exchange.ts";
import { isMessage, toOpened } from "./parsers.ts";
import { provenRequest } from "./proven-request.ts";

export interface ReferenceAccessOptions {
  readonly http: Http;
  readonly sockets: Sockets;
  readonly timers: Timers;
  readonly crypto: Crypto;
  readonly clock: Clock;
  /** Base addresses by PoP, without a slash at their end. */
  readonly pops: Readonly<Record<string, string>>;
  readonly origin: string;
  readonly agentBearer: string;
  readonly event: string;
  readonly noticeHash: string;
  readonly requestTimeoutMs: number;
}

/** A lane that no modelled slot serves: what is tried takes nobody's time, and an offer that a try gets is nobody else's. */
const LANE = "solo";
/** Of the general kind that an island answers. */
const QUESTION = "When will it ship?";
const NOBODYS_BEARER = "fieldproof-nobody-has-this-one";
/** How long a feed may take to show its first message, or to be closed. */
const FEED_LIMIT_MS = 2000;
/** Refusals that speak of something else than who asks: a time-out, a conflict, too early, too many. */
const OF_OTHER_THINGS: readonly number[] = [408, 409, 425, 429];

/**
 * What an answer says about the door. Any other refusal of a request counts, also 404: who may not read a contact need
 * not be told that there is one, and the control shows that it is there.
 */
function answerOf(response: HttpResponse): AccessAnswer {
  const { status } = response;
  if (status >= 200 && status < 300) return { outcome: "accepted", status, code: null };
  const refused = status >= 400 && status < 500 && !OF_OTHER_THINGS.includes(status);
  return { outcome: refused ? "refused" : "unclear", status, code: problemCode(response) };
}

interface Party {
  readonly key: SessionKey;
  readonly token: string;
  readonly contactId: string;
}

/** Tries the doors of the reference stack: customers' by RFC 9449, the feed's by ticket, the agents' by bearer. */
export function createReferenceAccess(options: ReferenceAccessOptions): AccessPort {
  const { http, crypto, clock, requestTimeoutMs: timeoutMs } = options;
  let proofs = 0;
  const jtiOf = (key: SessionKey): string => `${key.publicJwk.x.slice(0, 22)}.${++proofs}`;
  const send = async (request: HttpRequest): Promise<AccessAnswer> => answerOf(await http.send(request));

  const open = async (url: string, id: string): Promise<{ opened: AccessAnswer; party: Party | null }> => {
    const key = await crypto.newSessionKey();
    const { event, noticeHash } = options;
    const body = {
      ...{ publicJwk: key.publicJwk, purposes: ["support-reply"], noticeHash, event, lane: LANE },
      ...{ clientContactId: id, clientMessageId: `${id}-q`, text: QUESTION },
    };
    const jti = jtiOf(key);
    const request = { key, jti, token: null, method: "POST" as const, url: `${url}/v1/fast-path`, body, timeoutMs };
    const response = await http.send(await provenRequest(request, { clock, crypto }));
    const answer = parseObject(response.body) ?? {};
    const opened = toOpened(answer);
    const token = answer["token"];
    const party = opened === null || typeof token !== "string" ? null : { key, token, contactId: opened.contactId };
    return { opened: answerOf(response), party };
  };

  /** By WebSocket: let in is who is shown a message. */
  const openFeed = async (url: string): Promise<AccessAnswer> => {
    let answer: AccessAnswer = { outcome: "unclear", status: 0, code: "timeout" };
    let tell = (): void => {};
    const told = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const socket = options.sockets.open(url, {
      onOpen: () => {},
      onMessage: (text) => {
        if (isMessage(parseObject(text))) answer = { outcome: "accepted", status: 101, code: null };
        tell();
      },
      onClose: (reason) => {
        if (answer.outcome === "unclear") answer = { outcome: "refused", status: 0, code: reason.slice(0, 80) };
        tell();
      },
    });
    await options.timers.waitOr(FEED_LIMIT_MS, told);
    const seen = answer;
    socket.close();
    return seen;
  };

  return {
    customers: async (pop, mine, others) => {
      const address = options.pops[pop] ?? "";
      const [me, other] = [await open(address, mine), await open(address, others)];
      if (me.party === null || other.party === null)
        return { opened: me.party === null ? me.opened : other.opened, attempts: [], leave: async () => {} };
      const { key, token, contactId } = me.party;
      const stranger = other.party;
      const contact = `${address}/v1/contacts/${encodeURIComponent(contactId)}`;
      const signed = (
        by: { key: SessionKey; token: string },
        part: Pick<HttpRequest, "method" | "url"> & { query?: string; body?: unknown },
      ) => provenRequest({ ...by, jti: jtiOf(by.key), timeoutMs, ...part }, { clock, crypto });

      const without = (request: HttpRequest, ...names: readonly string[]): HttpRequest => ({
        ...request,
        headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !names.includes(name))),
      });
      /** The same request with everything right, then with one thing wrong each time. */
      const round = (
        action: "read" | "write",
        make: (by: { key: SessionKey; token: string }, turn: string) => Promise<HttpRequest>,
      ): AccessAttempt[] => {
        const mineNow = { key, token };
        let proof = "";
        return [
          {
            ...{ action, way: "rightly" },
            try: async () => {
              const request = await make(mineNow, "rightly");
              proof = request.headers["dpop"] ?? "";
              return send(request);
            },
          },
          {
            ...{ action, way: "no-token" },
            try: async () => send(without(await make(mineNow, "no-token"), "authorization", "dpop")),
          },
          { ...{ action, way: "no-proof" }, try: async () => send(without(await make(mineNow, "no-proof"), "dpop")) },
          {
            ...{ action, way: "stolen-token" },
            try: async () => send(await make({ key: stranger.key, token }, "stolen")),
          },
          { ...{ action, way: "other-session" }, try: async () => send(await make(stranger, "other")) },
          {
            ...{ action, way: "replayed-proof" },
            try: async () => {
              const request = await make(mineNow, "replayed");
              return send({ ...request, headers: { ...request.headers, dpop: proof } });
            },
          },
        ];
      };
      let feed = "";
      return {
        opened: me.opened,
        leave: async () => {
          const request = { method: "POST" as const, url: `${contact}/signals`, body: { kind: "left" } };
          await http.send(await signed({ key, token }, request));
        },
        attempts: [
          ...round("read", (by) => signed(by, { method: "GET", url: `${contact}/messages`, query: "after=0&wait=0" })),
          ...round("write", (by, turn) => {
            const body = { clientMessageId: `${mine}-${turn}`, text: QUESTION };
            return signed(by, { method: "POST", url: `${contact}/messages`, body });
          }),
          {
            ...{ action: "feed", way: "rightly" },
            try: async () => {
              const response = await http.send(
                await signed({ key, token }, { method: "POST", url: `${contact}/ticket`, body: {} }),
              );
              const ticket = parseObject(response.body)?.["ticket"];
              if (typeof ticket !== "string") return { ...answerOf(response), outcome: "unclear" };
              feed = `${contact.replace(/^http/, "ws")}/feed?ticket=${encodeURIComponent(ticket)}&after=0`;
              return openFeed(feed);
            },
          },
          {
            ...{ action: "feed", way: "used-ticket" },
            try: async () => (feed === "" ? { outcome: "unclear", status: 0, code: "no-ticket" } : openFeed(feed)),
          },
        ],
      };
    },
    agents: () => {
      const queue = (headers: HttpRequest["headers"]) => (): Promise<AccessAnswer> =>
        send({ method: "GET", url: `${options.origin}/v1/agent/queue?lane=${LANE}&wait=0`, headers, timeoutMs });
      return [
        { ...{ action: "queue", way: "rightly" }, try: queue({ authorization: `Bearer ${options.agentBearer}` }) },
        { ...{ action: "queue", way: "no-token" }, try: queue({}) },
        { ...{ action: "queue", way: "wrong-token" }, try: queue({ authorization: `Bearer ${NOBODYS_BEARER}` }) },
      ];
    },
  };
}
