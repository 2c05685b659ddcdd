import type { Message } from "../../core/schema/wire.ts";
import type { Defects } from "../defects.ts";
import { messageOf } from "../desk/acts.ts";
import { changedMessage, changeOf } from "../desk/message-change.ts";
import type { EventDraft } from "../event-log/event-store.ts";
import type { Projection } from "../event-log/ledger.ts";
import type { Scheduler } from "../runtime/scheduler.ts";

export interface Follower {
  /** Each message once, in order of `seq`. */
  message(message: Message): void;
  /** The stack ends this: the consent was withdrawn, or it is closing. */
  end(reason: "withdrawn" | "closing"): void;
}

interface Line {
  readonly sent: Message[];
  readonly followers: Set<Follower>;
  /** Messages held back by the slow feed, oldest first; what comes after them waits too, so the order holds. */
  readonly late: Message[];
}

const SLOW_FEED_MS = 2000;

/** What customers are shown of each contact. Feed and long poll both follow here: one place decides what is new. */
export class DeliveryHub implements Projection {
  readonly #lines = new Map<string, Line>();
  readonly #defects: Defects;
  readonly #scheduler: Scheduler;
  #live = false;
  #followers = 0;

  constructor(defects: Defects, scheduler: Scheduler) {
    this.#defects = defects;
    this.#scheduler = scheduler;
  }

  /** From now on events are news and not a replay. */
  goLive(): void {
    this.#live = true;
  }

  apply(event: EventDraft): void {
    const message = this.#itemOf(event);
    if (message === null) return;
    const line = this.#line(message.contactId);
    const fromAgent = this.#live && message.author === "agent" && message.change === undefined;
    if (fromAgent && this.#defects.strikes("lost-reply")) return;
    if (line.late.length > 0 || (fromAgent && this.#defects.strikes("slow-feed"))) {
      line.late.push(message);
      this.#scheduler.after(SLOW_FEED_MS, () => {
        const next = line.late.shift();
        if (next !== undefined) this.#deliver(line, next);
      });
    } else this.#deliver(line, message, fromAgent && this.#defects.strikes("doubled-reply") ? 2 : 1);
  }

  /** Messages shown so far behind `after`. */
  since(contactId: string, after: number): Message[] {
    return (this.#lines.get(contactId)?.sent ?? []).filter(({ seq }) => seq > after);
  }

  /**
   * Tells of each new message, in the turn of the event loop in which `since` begins to give it: who reads `since`
   * in the turn of this call misses nothing and gets nothing twice. Returns the way to stop.
   */
  follow(contactId: string, follower: Follower): () => void {
    const line = this.#line(contactId);
    line.followers.add(follower);
    this.#followers += 1;
    return () => {
      if (line.followers.delete(follower)) this.#followers -= 1;
    };
  }

  followers(): number {
    return this.#followers;
  }

  /** Ends the following of one contact, or of all. */
  end(reason: "withdrawn" | "closing", contactId?: string): void {
    const lines = contactId === undefined ? [...this.#lines.values()] : [this.#line(contactId)];
    for (const line of lines) for (const follower of [...line.followers]) follower.end(reason);
  }

  /** What a customer is shown of the event. A change also reaches what was shown before: no one reads the old words. */
  #itemOf(event: EventDraft): Message | null {
    if (event.kind === "message.sent") return messageOf(event).message;
    const change = changeOf(event);
    if (change === null) return null;
    const { sent, late } = this.#line(event.subject);
    for (const items of [sent, late]) {
      const place = items.findIndex(({ id }) => id === change.messageId);
      const before = items[place];
      if (before !== undefined) items[place] = changedMessage(before, change);
    }
    return change.item;
  }

  #deliver(line: Line, message: Message, times = 1): void {
    for (let turn = 0; turn < times; turn += 1) line.sent.push(message);
    for (const follower of [...line.followers]) follower.message(message);
  }

  #line(contactId: string): Line {
    const held = this.#lines.get(contactId);
    if (held !== undefined) return held;
    const line: Line = { sent: [], followers: new Set(), late: [] };
    this.#lines.set(contactId, line);
    return line;
  }
}
