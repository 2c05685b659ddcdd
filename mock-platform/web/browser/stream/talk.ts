import type { FastPathResponse, Message } from "../../../../core/schema/wire.ts";
import { clientId } from "../shared/client-id.ts";
import type { Conversation } from "../shared/conversation.ts";
import { persistently } from "../shared/exchange.ts";
import { wordsFor } from "../shared/problem-words.ts";
import { browserSockets } from "../shared/sockets.ts";
import { browserTimers } from "../shared/timers.ts";
import type { CustomerSession } from "./customer-session.ts";
import { feedback } from "./feedback.ts";
import { type Delivery, Follower } from "./follow.ts";
import { mark } from "./marks.ts";

export interface TalkEvents {
  onDelivery(delivery: Delivery): void;
  /** A person's reply is waited for since then (epoch milliseconds of this device), or no longer. */
  onWaiting(since: number | null): void;
  onEnd(code: string): void;
}

/** A long poll may take its whole wait, and then the network's share. */
const POLL_GRACE_MS = 10_000;
const ASK_PERSON = "This did not answer my question. Please let a person look at it.";

/** One open contact: what comes, what goes, and that nothing of either is lost or doubled. */
export class Talk {
  readonly #session: CustomerSession;
  readonly #opened: FastPathResponse;
  readonly #conversation: Conversation;
  readonly #events: TalkEvents;
  readonly #follower: Follower;
  /** Sends one after the other, so that the order of writing is the order of arriving. */
  #sending: Promise<void> = Promise.resolve();
  #feedback: HTMLElement | null = null;

  constructor(session: CustomerSession, opened: FastPathResponse, conversation: Conversation, events: TalkEvents) {
    this.#session = session;
    this.#opened = opened;
    this.#conversation = conversation;
    this.#events = events;
    const { contactId } = opened;
    const path = `/v1/contacts/${contactId}`;
    this.#follower = new Follower(
      {
        sockets: browserSockets,
        timers: browserTimers,
        ticket: () => session.send({ method: "POST", path: `${path}/ticket`, body: {} }),
        feedPath: (ticket, after) => `${path}/feed?ticket=${encodeURIComponent(ticket)}&after=${after}`,
        poll: (after, waitMs) =>
          session.send(
            { method: "GET", path: `${path}/messages`, timeoutMs: waitMs + POLL_GRACE_MS },
            `?after=${after}&wait=${waitMs}`,
          ),
      },
      0,
      {
        onMessage: (message) => this.#show(message),
        onGap: () => conversation.addLine("A message could not be brought here. Ask again if something is missing."),
        onDelivery: (delivery) => events.onDelivery(delivery),
        onEnd: (code) => events.onEnd(code),
      },
    );
  }

  start(): void {
    for (const message of this.#opened.messages) this.#follower.take(message);
    void this.#follower.run();
    addEventListener("online", this.#check);
    document.addEventListener("visibilitychange", this.#check);
  }

  stop(): void {
    this.#follower.stop();
    this.#dropFeedback();
    removeEventListener("online", this.#check);
    document.removeEventListener("visibilitychange", this.#check);
  }

  /** Sends what the customer wrote; it stands in the conversation at once. */
  say(text: string): void {
    const clientMessageId = clientId();
    this.#dropFeedback();
    this.#conversation.addPending(clientMessageId, text, Date.now());
    this.#send(clientMessageId, text);
  }

  /** Takes the consent back. Resolves with the code of what kept it from being recorded, or null. */
  async withdraw(): Promise<string | null> {
    const path = `/v1/consents/${this.#opened.consentId}`;
    const answer = await persistently(() => this.#session.send({ method: "DELETE", path }), browserTimers.wait);
    return answer.ok || answer.code === "consent-withdrawn" ? null : answer.code;
  }

  #send(clientMessageId: string, text: string): void {
    const path = `/v1/contacts/${this.#opened.contactId}/messages`;
    const body = { clientMessageId, text };
    this.#sending = this.#sending.then(async () => {
      const answer = await persistently(() => this.#session.send({ method: "POST", path, body }), browserTimers.wait);
      if (!answer.ok)
        this.#conversation.fail(clientMessageId, wordsFor(answer.code), () => this.#send(clientMessageId, text));
      else await this.#follower.check();
    });
  }

  readonly #check = (): void => {
    if (document.visibilityState === "visible") void this.#follower.check();
  };

  #show(message: Message): void {
    this.#conversation.add(message);
    const { author, change } = message;
    // A change of what was said is no new reply.
    if (change !== undefined) return;
    if (author === "assistant" || author === "agent") {
      mark("fp:first-reply");
      if (author === "agent") mark("fp:human-reply");
      this.#events.onWaiting(null);
      this.#askHow(author);
    }
    if (author === "system") this.#events.onWaiting(Date.now());
  }

  #askHow(author: "assistant" | "agent"): void {
    this.#dropFeedback();
    const path = `/v1/contacts/${this.#opened.contactId}/signals`;
    this.#feedback = feedback({
      signal: async (kind) => {
        const key = clientId();
        const ask = { method: "POST", path, body: { kind }, headers: { "idempotency-key": key } } as const;
        return (await persistently(() => this.#session.send(ask), browserTimers.wait)).ok;
      },
      askPerson: author === "assistant" ? () => this.say(ASK_PERSON) : null,
    });
    this.#conversation.addPiece(this.#feedback);
  }

  #dropFeedback(): void {
    this.#feedback?.remove();
    this.#feedback = null;
  }
}
