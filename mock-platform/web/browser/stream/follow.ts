import type { Socket, Sockets, Timers } from "../../../../core/contract/ports.ts";
import type { Message } from "../../../../core/schema/wire.ts";
import type { Answer } from "../shared/exchange.ts";
import { messageIn } from "../shared/message.ts";
import { createSequence } from "./sequence.ts";

/** How replies come just now: at once, by asking again and again, or not at all for the moment. */
export type Delivery = "live" | "polling" | "lost";

export interface FollowPorts {
  readonly sockets: Sockets;
  readonly timers: Timers;
  /** A single-use ticket for the feed, as the body of the answer. */
  ticket(): Promise<Answer>;
  feedPath(ticket: string, after: number): string;
  /** One long poll: messages behind `after`, at once or within `waitMs`. */
  poll(after: number, waitMs: number): Promise<Answer>;
}

export interface FollowEvents {
  onMessage(message: Message): void;
  /** `missed` messages were accepted by the stack and never came. */
  onGap(missed: number): void;
  onDelivery(delivery: Delivery): void;
  /** Nothing more will come: the stack refuses this session, by the code of its problem. */
  onEnd(code: string): void;
}

/** After so many feeds that did not open, long polls carry the conversation for a while. */
const FEEDS_BEFORE_POLLING = 2;
const POLLS_BEFORE_FEED = 3;
const LONG_POLL_MS = 20_000;
/** A feed may die without a word; while it is silent the stack is asked now and then what was missed. */
const CHECK_MS = 20_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8000;
/** Codes by which the stack closes a feed for good, and what they end by. */
const LAST_CLOSES: Readonly<Record<string, string>> = { "4401": "token-expired", "4403": "consent-withdrawn" };

const messagesOf = (body: unknown): Message[] =>
  typeof body === "object" && body !== null && "messages" in body && Array.isArray(body.messages) ? body.messages : [];

const ticketOf = (body: unknown): string | null =>
  typeof body === "object" && body !== null && "ticket" in body && typeof body.ticket === "string" ? body.ticket : null;

/** Refusals that no retry will change. */
const FINAL: readonly string[] = [
  "consent-withdrawn",
  "session-ended",
  "token-expired",
  "bad-token",
  "no-token",
  "purpose-missing",
  "not-your-contact",
  "not-found",
];

/**
 * Follows one contact from `after` on until stopped: by WebSocket, and by long poll where none opens. Whatever breaks,
 * it resumes behind the last message that was handed over, each exactly once and in order.
 */
export class Follower {
  readonly #ports: FollowPorts;
  readonly #events: FollowEvents;
  readonly #sequence: ReturnType<typeof createSequence>;
  #stopped = false;
  #failures = 0;
  #socket: Socket | null = null;
  #delivery: Delivery | null = null;
  #wake: () => void = () => {};

  constructor(ports: FollowPorts, after: number, events: FollowEvents) {
    this.#ports = ports;
    this.#events = events;
    this.#sequence = createSequence(after, events);
  }

  async run(): Promise<void> {
    while (!this.#stopped) {
      const fine = this.#failures < FEEDS_BEFORE_POLLING ? await this.#feed() : await this.#polls();
      if (fine || this.#stopped) continue;
      this.#failures += 1;
      await this.#pause();
    }
  }

  /** Tries again at once: the network is back, or the page is looked at again. */
  async check(): Promise<void> {
    this.#wake();
    if (this.#socket !== null) await this.#catchUp(this.#socket);
  }

  /** A message that came another way: as the answer to what the customer sent. */
  take(message: Message): void {
    this.#sequence.take(message);
  }

  stop(): void {
    this.#stopped = true;
    this.#socket?.close();
    this.#wake();
  }

  /** False when no feed opened or an open one broke. */
  async #feed(): Promise<boolean> {
    const answer = await this.#ports.ticket();
    if (this.#stopped || this.#ends(answer)) return true;
    const ticket = answer.ok ? ticketOf(answer.body) : null;
    const reason = ticket === null ? "" : await this.#listen(this.#ports.feedPath(ticket, this.#sequence.last()));
    const last = LAST_CLOSES[reason.slice(0, 4)];
    if (last !== undefined) this.#end(last);
    // While long polls carry the conversation, a feed that does not open changes nothing for the customer.
    else if (this.#delivery !== "polling") this.#tell("lost");
    return false;
  }

  /** Resolves with the reason when the socket is closed. */
  #listen(path: string): Promise<string> {
    return new Promise((resolve) => {
      let done: () => void = () => {};
      const closed = new Promise<void>((settle) => {
        done = settle;
      });
      const socket = this.#ports.sockets.open(path, {
        onOpen: () => {
          this.#failures = 0;
          this.#tell("live");
          void this.#watch(socket, closed);
        },
        onMessage: (frame) => {
          const message = messageIn(frame);
          if (message === null || this.#stopped) return;
          if (message.seq > this.#sequence.last() + 1) void this.#fillGap(message);
          else this.#sequence.take(message);
        },
        onClose: (reason) => {
          if (this.#socket === socket) this.#socket = null;
          done();
          resolve(reason);
        },
      });
      this.#socket = socket;
    });
  }

  async #watch(socket: Socket, closed: Promise<void>): Promise<void> {
    while (!this.#stopped && this.#socket === socket) {
      await this.#ports.timers.waitOr(CHECK_MS, closed);
      if (!this.#stopped && this.#socket === socket) await this.#catchUp(socket);
    }
  }

  /** Asks what the feed may have kept back; a feed that did is dead and is closed. */
  async #catchUp(socket: Socket): Promise<void> {
    const before = this.#sequence.last();
    const answer = await this.#ports.poll(before, 0);
    if (this.#stopped || this.#ends(answer) || !answer.ok) return;
    const missed = messagesOf(answer.body).filter(({ seq }) => seq > this.#sequence.last());
    for (const message of missed) this.#sequence.take(message);
    if (missed.length > 0) socket.close();
  }

  /** A message came too early: what lies before it is asked for once, and then it counts as missed. */
  async #fillGap(early: Message): Promise<void> {
    const answer = await this.#ports.poll(this.#sequence.last(), 0);
    if (this.#stopped) return;
    if (answer.ok) for (const message of messagesOf(answer.body)) this.#sequence.take(message);
    this.#sequence.take(early);
  }

  async #polls(): Promise<boolean> {
    for (let turn = 0; turn < POLLS_BEFORE_FEED; turn++) {
      // Asked without a wait at first, so that the customer soon hears whether this way works.
      const waitMs = this.#delivery === "polling" ? LONG_POLL_MS : 0;
      const answer = await this.#ports.poll(this.#sequence.last(), waitMs);
      if (this.#stopped || this.#ends(answer)) return true;
      this.#tell(answer.ok ? "polling" : "lost");
      if (!answer.ok) return false;
      for (const message of messagesOf(answer.body)) this.#sequence.take(message);
    }
    // Another try for the feed, one only.
    this.#failures = FEEDS_BEFORE_POLLING - 1;
    return true;
  }

  #pause(): Promise<void> {
    const ms = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(8, this.#failures - 1));
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    return this.#ports.timers.waitOr(ms, woken);
  }

  #ends(answer: Answer): boolean {
    if (answer.ok || !FINAL.includes(answer.code)) return false;
    this.#end(answer.code);
    return true;
  }

  #end(code: string): void {
    this.#stopped = true;
    this.#socket?.close();
    this.#events.onEnd(code);
  }

  #tell(delivery: Delivery): void {
    if (delivery === this.#delivery || this.#stopped) return;
    this.#delivery = delivery;
    this.#events.onDelivery(delivery);
  }
}
