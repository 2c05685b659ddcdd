import type { Clock, Http, Rng } from "../../core/contract/ports.ts";
import { simMs, toWall } from "../../core/contract/time.ts";
import type { CaseCallback, PartnerCase, PartnerPlan } from "../../core/schema/partner-wire.ts";
import type { Defects } from "../defects.ts";
import type { NewId } from "../runtime/ids.ts";
import type { Scheduler } from "../runtime/scheduler.ts";
import { signWebhook } from "./webhook-signature.ts";

export interface CourierParts {
  readonly plan: PartnerPlan["callbacks"];
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly timeFactor: number;
  readonly rng: Rng;
  readonly newId: NewId;
  readonly defects: Defects;
  /** Read at each callback: while a secret changes there are two. */
  readonly secrets: () => readonly string[];
  /** Nobody has to send this one any more. */
  readonly onDone: (letterId: string) => void;
}

export interface CallbackSink {
  readonly http: Http;
  readonly url: string;
}

/** One callback as it is sent, word for word each time. */
export interface Letter {
  readonly id: string;
  readonly body: string;
}

/** After Standard Webhooks' own schedule, simulated seconds, cut to what a drop lasts. */
const RETRY_SEC = [5, 15, 45, 120, 300, 600] as const;
/** Wall milliseconds: network time is never scaled. */
const ANSWER_LIMIT_MS = 5000;

/**
 * Sends signed callbacks until each is acknowledged: at least once, some late, some twice, in no order. Its outbox
 * outlives the partner's own death: what nobody acknowledged is sent again when the partner is back.
 */
export class CallbackCourier {
  readonly #parts: CourierParts;
  readonly #outbox = new Map<Letter, number>();
  /** Those that could not be sent, as nobody had said where to. */
  readonly #stranded = new Set<Letter>();
  readonly #timers = new Set<() => void>();
  #sink: CallbackSink | null = null;
  #isPaused = false;
  #dead = 0;

  constructor(parts: CourierParts) {
    this.#parts = parts;
  }

  connect(sink: CallbackSink): void {
    this.#sink = sink;
    const stranded = [...this.#stranded];
    this.#stranded.clear();
    for (const letter of stranded) this.#in(0, letter);
  }

  /** What is to be told of a case, not posted yet; `seq` orders the callbacks of one case. */
  write(type: CaseCallback["type"], seq: number, settled: PartnerCase): Letter {
    const { clock, newId } = this.#parts;
    const callback: CaseCallback = {
      type,
      timestamp: new Date(Math.floor(clock.now())).toISOString(),
      data: { seq, case: settled },
    };
    return { id: newId("msg"), body: JSON.stringify(callback) };
  }

  /** Takes back one of a former life, which is sent as soon as there is somewhere to send it to. */
  remember(letter: Letter): void {
    this.#outbox.set(letter, 0);
    this.#stranded.add(letter);
  }

  post(letter: Letter): void {
    const { plan, rng, defects } = this.#parts;
    // Both draws each time, so that a share changes nothing else.
    const [isLate, isTwice] = [rng.next() < plan.lateShare, rng.next() < plan.twiceShare];
    this.#outbox.set(letter, 0);
    this.#in(isLate ? plan.lateSec : 0, letter);
    if (isTwice || defects.strikes("duplicate-callback")) this.#in(isLate ? plan.lateSec : 0, letter);
  }

  pause(): void {
    this.#isPaused = true;
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  resume(): void {
    this.#isPaused = false;
    for (const letter of this.#outbox.keys()) this.#in(0, letter);
  }

  /** Callbacks that nobody has acknowledged yet, and those that were given up. */
  status(): { readonly waiting: number; readonly dead: number } {
    return { waiting: this.#outbox.size, dead: this.#dead };
  }

  #in(sec: number, letter: Letter): void {
    if (this.#isPaused) return;
    const { scheduler, timeFactor } = this.#parts;
    const cancel = scheduler.after(toWall(simMs(sec * 1000), timeFactor), () => {
      this.#timers.delete(cancel);
      void this.#send(letter);
    });
    this.#timers.add(cancel);
  }

  async #send(letter: Letter): Promise<void> {
    if (this.#sink === null) return void this.#stranded.add(letter);
    const { http, url } = this.#sink;
    const { clock, secrets } = this.#parts;
    const signed = signWebhook(secrets(), letter.id, Math.floor(clock.now() / 1000), letter.body);
    const headers = { "content-type": "application/json", ...signed };
    const { status } = await http.send({ method: "POST", url, headers, body: letter.body, timeoutMs: ANSWER_LIMIT_MS });
    if (!this.#outbox.has(letter)) return;
    const isTaken = status >= 200 && status < 300;
    // 410: the receiver wants no more of it (Standard Webhooks, "Operational considerations").
    if (isTaken || status === 410) this.#done(letter);
    else this.#again(letter);
  }

  #again(letter: Letter): void {
    if (this.#isPaused) return;
    const tries = this.#outbox.get(letter) ?? 0;
    const wait = RETRY_SEC[tries];
    if (wait === undefined) {
      this.#dead += 1;
      this.#done(letter);
    } else {
      this.#outbox.set(letter, tries + 1);
      this.#in(wait, letter);
    }
  }

  #done(letter: Letter): void {
    this.#outbox.delete(letter);
    this.#parts.onDone(letter.id);
  }
}
