import type { AgentBoard } from "../../../../core/schema/agent-board.ts";
import type { Presence, PresenceState } from "../../../../core/schema/agent-wire.ts";
import { clientId } from "../shared/client-id.ts";
import { type Answer, type Ask, exchange, persistently } from "../shared/exchange.ts";
import type { ServerClock } from "../shared/server-clock.ts";
import { browserTimers } from "../shared/timers.ts";

export interface Shift {
  readonly agentId: string;
  readonly slots: number;
  readonly lanes: readonly string[];
}

const isBoard = (body: unknown): body is AgentBoard =>
  typeof body === "object" && body !== null && "revision" in body && "held" in body && "waiting" in body;

const isPresence = (value: unknown): value is Presence =>
  typeof value === "object" && value !== null && "agentId" in value && "groups" in value;

/** What an agent does at the desk. Holds the desk's key for as long as the page lives, and gives it to nobody else. */
export class AgentApi {
  readonly #bearer: string;
  readonly #shift: Shift;
  readonly #clock: ServerClock;

  constructor(bearer: string, shift: Shift, clock: ServerClock) {
    this.#bearer = bearer;
    this.#shift = shift;
    this.#clock = clock;
  }

  get agentId(): string {
    return this.#shift.agentId;
  }

  presence(state: PresenceState): Promise<Answer> {
    return this.#send({ method: "PUT", path: "/v1/agent/presence", body: { ...this.#shift, state } });
  }

  /** The board, at once or when it is past `after`; null when no answer came, else the code of a refusal. */
  async board(
    after: number,
    waitMs: number,
    signal: AbortSignal,
  ): Promise<AgentBoard | { readonly refused: string } | null> {
    const path = `/v1/agent/board?after=${after}&wait=${waitMs}`;
    const answer = await this.#once({ method: "GET", path, timeoutMs: waitMs + 10_000, signal });
    if (answer.ok) return isBoard(answer.body) ? answer.body : null;
    return answer.status >= 400 && answer.status < 500 && answer.status !== 429 ? { refused: answer.code } : null;
  }

  /** Groups that somebody on shift is of. */
  async groups(): Promise<readonly string[]> {
    const answer = await this.#once({ method: "GET", path: "/v1/agent/presence" });
    const body = answer.ok ? answer.body : null;
    if (typeof body !== "object" || body === null || !("agents" in body) || !Array.isArray(body.agents)) return [];
    const groups = body.agents.filter(isPresence).flatMap((one) => (one.state === "off" ? [] : one.groups));
    return [...new Set(groups)].sort();
  }

  claim(contactId: string): Promise<Answer> {
    return this.#send({ method: "POST", path: `/v1/agent/contacts/${contactId}/claim`, body: {} });
  }

  reply(contactId: string, clientMessageId: string, text: string): Promise<Answer> {
    return this.#send({
      method: "POST",
      path: `/v1/agent/contacts/${contactId}/messages`,
      body: { clientMessageId, text },
    });
  }

  resolve(contactId: string): Promise<Answer> {
    return this.#send({ method: "POST", path: `/v1/agent/contacts/${contactId}/resolve`, body: {} });
  }

  release(contactId: string): Promise<Answer> {
    return this.#send({ method: "POST", path: `/v1/agent/contacts/${contactId}/release`, body: {} });
  }

  transfer(contactId: string, to: { lane: string; group?: string }, reason: string): Promise<Answer> {
    return this.#send({ method: "POST", path: `/v1/agent/contacts/${contactId}/transfer`, body: { to, reason } });
  }

  note(contactId: string, text: string): Promise<Answer> {
    const body = { clientNoteId: clientId(), text };
    return this.#send({ method: "POST", path: `/v1/agent/contacts/${contactId}/notes`, body });
  }

  edit(messageId: string, text: string, reason: string): Promise<Answer> {
    return this.#send({ method: "PATCH", path: `/v1/agent/messages/${messageId}`, body: { text, reason } });
  }

  takeAway(messageId: string, reason: string): Promise<Answer> {
    return this.#send({
      method: "DELETE",
      path: `/v1/agent/messages/${messageId}?reason=${encodeURIComponent(reason)}`,
    });
  }

  /** Repeats under one idempotency key until an answer comes: the act is done once. */
  #send(ask: Ask): Promise<Answer> {
    const headers = { "idempotency-key": clientId() };
    return persistently(() => this.#once({ ...ask, headers }), browserTimers.wait);
  }

  #once(ask: Ask): Promise<Answer> {
    const headers = { ...ask.headers, authorization: `Bearer ${this.#bearer}`, "agent-id": this.#shift.agentId };
    return exchange({ ...ask, headers }, this.#clock);
  }
}
