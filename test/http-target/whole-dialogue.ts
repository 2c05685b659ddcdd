import type { Clock, Crypto, Http, Sockets, Timers } from "../../core/contract/ports.ts";
import type { Outcome } from "../../core/contract/target.ts";
import type { HttpMapping } from "../../core/schema/http-mapping.ts";
import { createHttpAgent } from "../../drills/targets/http/agent.ts";
import { createHttpCustomer } from "../../drills/targets/http/customer.ts";
import { createLimiter } from "../../drills/targets/http/limiter.ts";

export interface Ports {
  readonly http: Http;
  readonly sockets: Sockets;
  readonly timers: Timers;
  readonly crypto: Crypto;
  readonly clock: Clock;
}

/** A mapped desk, as JSON: what k6 is handed. */
export interface DialogueInput {
  readonly mapping: HttpMapping;
  readonly pop: string;
  readonly origin: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly idPrefix: string;
  readonly lane: "stream" | "solo";
  readonly delivery: "websocket" | "long-poll";
}

const said = (outcome: Outcome<unknown>): string =>
  outcome.ok ? "ok" : `${outcome.fault.where} ${outcome.fault.status} ${outcome.fault.code}`;

/**
 * One contact from its question to its end, by both ports of a mapped desk; returns what was lived through, without ids
 * and times. It runs in Node and, bundled, in k6: both must live the same.
 */
export async function wholeDialogue(ports: Ports, input: DialogueInput): Promise<string[]> {
  const { mapping, secrets, idPrefix, lane } = input;
  const told: string[] = [];
  // Apart: a reply may be seen before its sender is told that it was taken.
  const seen: string[] = [];
  const common = {
    ...{ ...ports, mapping, secrets, event: "drop", noticeHash: "n".repeat(43), requestTimeoutMs: 3000 },
    marker: { header: "x-synthetic", value: "fieldproof" },
    limiter: createLimiter({ perMinute: 600, clock: ports.clock, timers: ports.timers }),
  };
  const customer = createHttpCustomer({ ...common, base: input.pop });
  const agent = createHttpAgent({ ...common, base: input.origin, agentId: "agent-3", idPrefix });
  const clientContactId = `${idPrefix}-000001`;
  const opened = await customer.open({
    ...{ clientContactId, clientMessageId: `${clientContactId}-q`, lane, orderId: null },
    text: "where is my parcel ✓ & co? {nobody knows}",
  });
  told.push(`open ${said(opened)}`);
  if (!opened.ok) return told;
  const { contactId, messages } = opened.value;
  let answered: () => void = () => {};
  const answer = new Promise<void>((resolve) => {
    answered = resolve;
  });
  const following = customer.follow(contactId, messages.length, input.delivery, {
    onMessage: (message) => {
      seen.push(`${message.author}: ${message.text}`);
      if (message.author === "agent") answered();
    },
    onDuplicate: () => void told.push("duplicate"),
    onGap: () => void told.push("gap"),
    onReconnect: () => void told.push("reconnect"),
    onFault: ({ where, status, code }) => void told.push(`${where} ${status} ${code}`),
  });
  const offered = await agent.next(lane, 1000);
  told.push(`next ${said(offered)} ${offered.ok && offered.value?.clientContactId === clientContactId}`);
  told.push(`claim ${said(await agent.claim(contactId, `${idPrefix}-key`))}`);
  told.push(`reply ${said(await agent.reply(contactId, `${clientContactId}-a`, "it is on its way"))}`);
  await ports.timers.waitOr(5000, answer);
  following.stop();
  told.push(`resolve ${said(await agent.resolve(contactId))}`);
  told.push(`signal ${said(await customer.signal(contactId, "left"))}`);
  return [...told, ...seen];
}
