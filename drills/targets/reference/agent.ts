import type { Lane } from "../../../core/contract/ids.ts";
import type { Http, HttpRequest } from "../../../core/contract/ports.ts";
import type { AgentPort, AnswerFromContext } from "../../../core/contract/target.ts";
import type { QueueItem } from "../../../core/schema/wire.ts";
import { exchange } from "./exchange.ts";
import { isMessage, toContext, toMessages, toOffer } from "./parsers.ts";

export interface ReferenceAgentOptions {
  readonly http: Http;
  readonly origin: string;
  /** Bearer of the run's agents; only ever put into a header. */
  readonly bearer: string;
  readonly requestTimeoutMs: number;
}

/** An agent's view of the reference desk (wire.md, Agent). */
export function createReferenceAgent(options: ReferenceAgentOptions): AgentPort {
  const call = (method: "GET" | "POST", path: string, body?: unknown, extraMs = 0): HttpRequest => ({
    method,
    url: `${options.origin}${path}`,
    headers: {
      authorization: `Bearer ${options.bearer}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    timeoutMs: options.requestTimeoutMs + extraMs,
  });
  const contact = (contactId: string, verb: string): string =>
    `/v1/agent/contacts/${encodeURIComponent(contactId)}/${verb}`;

  return {
    next: async (lane: Lane, waitMs: number) => {
      const request = call("GET", `/v1/agent/queue?lane=${lane}&wait=${Math.round(waitMs)}`, undefined, waitMs);
      const offered = await exchange<{ item: QueueItem | null }>(options.http, "queue", request, (body) => {
        const item = toOffer(body);
        return item === undefined ? null : { item };
      });
      return offered.ok ? { ok: true, value: offered.value.item } : offered;
    },
    claim: async (contactId, key) => {
      const plain = call("POST", contact(contactId, "claim"), {});
      const request = { ...plain, headers: { ...plain.headers, "idempotency-key": key } };
      const claimed = await exchange(options.http, "claim", request, (body) => {
        const messages = toMessages(body["messages"]);
        return messages === null ? null : { context: toContext(body["context"]), messages };
      });
      return !claimed.ok && claimed.fault.status === 409 ? { ok: true, value: null } : claimed;
    },
    reply: (contactId, clientMessageId, text) =>
      exchange(
        options.http,
        "reply",
        call("POST", contact(contactId, "messages"), { clientMessageId, text }),
        (body) => {
          const message = body["message"];
          return isMessage(message) ? { messageId: message.id } : null;
        },
      ),
    resolve: async (contactId) => {
      const request = call("POST", contact(contactId, "resolve"), {});
      const done = await exchange(options.http, "resolve", request, (body) =>
        typeof body["resolvedAt"] === "number" ? true : null,
      );
      return done.ok ? { ok: true, value: null } : done;
    },
  };
}

/** What a conscientious agent answers from the ticket's context: the catalogue's fact, or nothing at all. */
export const answerFromContext: AnswerFromContext = (intent, context) => {
  const fact = context?.facts[intent];
  return fact === undefined ? null : `Thanks for waiting. I checked for you: ${fact}.`;
};
