import type { Clock, Rng } from "../../core/contract/ports.ts";
import type { AccountEntry } from "../../core/schema/partner-account.ts";
import type { CaseRequest, PartnerCase, PartnerPlan, PartnerVisit } from "../../core/schema/partner-wire.ts";
import type { Defects } from "../defects.ts";
import type { NewId } from "../runtime/ids.ts";
import type { Scheduler } from "../runtime/scheduler.ts";
import { CallbackCourier, type CallbackSink, type Letter } from "./callback-courier.ts";
import { CaseBook, outcomeOf } from "./case-book.ts";
import { NO_STORE, type PartnerStore } from "./partner-store.ts";
import { type OpenVisit, VisitBook } from "./visit-book.ts";
import { ServiceStation } from "./service-station.ts";

export interface PartnerParts {
  readonly plan: PartnerPlan;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly timeFactor: number;
  readonly rng: Rng;
  readonly newId: NewId;
  readonly defects: Defects;
  readonly secrets: () => readonly string[];
  /** Called at each request, before it is served: who has the partner's faults in hand counts what they strike. */
  readonly onAsked?: () => void;
  /** Where it keeps what must outlive its process; left out, nowhere. */
  readonly store?: PartnerStore;
}

/** `down`: connections are cut and all that waits is lost. `silent`: requests are taken and never answered. */
export type PartnerOutage = "down" | "silent";

export type PartnerAnswer =
  | { readonly kind: "case"; readonly case: PartnerCase; readonly isNew: boolean }
  | { readonly kind: "refused"; readonly status: 429 | 503; readonly retryAfterSec: number };

/** Thrown to a caller whose connection is cut. */
export class PartnerGone extends Error {}

export interface PartnerStatus {
  readonly servers: number;
  /** Places to wait in; null for no bound. */
  readonly queue: number | null;
  readonly busy: number;
  readonly waiting: number;
  readonly outage: PartnerOutage | null;
  readonly requests: number;
  readonly refused: number;
  readonly settled: number;
  readonly callbacksWaiting: number;
}

/** Of the benign control `slow-partner`: within what a call waits. */
const SLOW_PARTNER = 1.05;

/**
 * The fulfilment partner: each request for a case that is not settled takes a place and a server's time, whether it
 * is the first for its case or the tenth; a case is opened once and settled once. What is settled is answered at the
 * door and read without the queue.
 */
export class FulfilmentPartner {
  readonly #parts: PartnerParts;
  readonly #book = new CaseBook();
  readonly #station: ServiceStation;
  readonly #courier: CallbackCourier;
  readonly #cut = new Set<() => void>();
  readonly #visits: VisitBook;
  readonly #store: PartnerStore;
  readonly #queue: number | null;
  #outage: PartnerOutage | null = null;
  #counts = { requests: 0, refused: 0, settled: 0 };

  constructor(parts: PartnerParts) {
    this.#parts = parts;
    const { plan, defects } = parts;
    this.#visits = new VisitBook(parts.clock);
    this.#queue = defects.strikes("unbounded-queue") ? null : plan.queue;
    this.#station = new ServiceStation({ ...parts, plan: { ...plan, queue: this.#queue } });
    this.#store = parts.store ?? NO_STORE;
    this.#courier = new CallbackCourier({
      ...{ ...parts, plan: plan.callbacks },
      onDone: (letterId) => this.#noteDone(letterId),
    });
    if (defects.strikes("slow-partner")) this.#station.setSlowness(SLOW_PARTNER);
  }

  /** Where callbacks go; until then they wait. */
  connect(sink: CallbackSink): void {
    this.#courier.connect(sink);
  }

  /** Takes back what its store kept of former lives, before anybody asks. */
  remember(entries: readonly AccountEntry[]): void {
    const letters = new Map<string, Letter>();
    for (const entry of entries) {
      if (entry.kind === "settled") this.#book.keep(entry);
      else if (entry.kind === "posted") letters.set(entry.letterId, { id: entry.letterId, body: entry.body });
      else if (entry.kind === "done") letters.delete(entry.letterId);
    }
    for (const letter of letters.values()) this.#courier.remember(letter);
  }

  /**
   * How many servers work from now on, 0 for none; who is at work finishes. For faults: put back what
   * `status().servers` said before.
   */
  setServers(servers: number): void {
    this.#station.setServers(servers);
  }

  /** Service that begins from now on takes so many times as long; 1 puts it back. */
  setSlowness(factor: number): void {
    this.#station.setSlowness(factor);
  }

  /** Begins an outage, or ends it with null. Settled cases and callbacks that were not acknowledged outlive it. */
  setOutage(outage: PartnerOutage | null): void {
    if (outage === this.#outage) return;
    this.#outage = outage;
    if (outage === null) {
      this.#cutAll();
      this.#courier.resume();
      return;
    }
    this.#courier.pause();
    if (outage === "silent") return;
    this.#station.clear();
    this.#book.forgetOpen();
    this.#cutAll();
  }

  status(): PartnerStatus {
    return {
      ...{ ...this.#station.status(), queue: this.#queue },
      outage: this.#outage,
      ...this.#counts,
      callbacksWaiting: this.#courier.status().waiting,
    };
  }

  /**
   * Opens a case and resolves once it is settled, or with a refusal when all places are taken. Throws `key-reused`, and
   * `PartnerGone` where the caller's connection is to be cut.
   */
  async open(request: CaseRequest, key: string | null): Promise<PartnerAnswer> {
    const visit = this.#visits.begin("open", request.caseId, request.matterId);
    try {
      return await this.#reached(() => this.#serve(request, key, visit));
    } catch (error) {
      visit.end(error instanceof PartnerGone ? "cut" : "rejected");
      throw error;
    }
  }

  /** A case as it stands; null when there is none. Throws `PartnerGone`. */
  async read(caseId: string): Promise<PartnerCase | null> {
    const visit = this.#visits.begin("read", caseId, this.#book.find(caseId)?.matterId ?? null);
    const found = await this.#reached(async () => this.#book.find(caseId)).catch((error: unknown) => {
      visit.end("cut");
      throw error;
    });
    visit.end("read");
    return found;
  }

  /** Every request that came, for the partner's own account of a run. */
  visits(): Iterable<PartnerVisit> {
    return this.#visits.all();
  }

  /** Every case, for the partner's own account of a run. */
  cases(): PartnerCase[] {
    return this.#book.all();
  }

  /** Ends every wait; for closing. */
  stop(): void {
    this.#courier.pause();
    this.#station.clear();
    this.#cutAll();
  }

  async #serve(request: CaseRequest, key: string | null, visit: OpenVisit): Promise<PartnerAnswer> {
    const { clock, plan, rng } = this.#parts;
    const { caseId } = request;
    this.#counts.requests += 1;
    this.#book.check(request, key);
    const before = this.#book.find(caseId);
    if (before?.state === "settled") {
      visit.end("known");
      return { kind: "case", case: before, isNew: false };
    }
    let finish: () => void = () => {};
    const served = new Promise<void>((resolve) => {
      finish = resolve;
    });
    if (!this.#station.enter(() => finish())) {
      this.#counts.refused += 1;
      visit.end("refused");
      return { kind: "refused", status: plan.refuseWith, retryAfterSec: this.#retryAfterSec() };
    }
    visit.serve();
    const isNew = this.#book.open(request, key, clock.now());
    const opened = this.#book.find(caseId);
    if (isNew && opened !== null) this.#post(this.#courier.write("case.opened", 1, opened));
    await served;
    visit.end("settled");
    const settled = this.#book.settled(caseId, outcomeOf(rng.next()), clock.now());
    if (settled !== null) {
      // Kept before anybody hears of it: what was said once is never said otherwise.
      this.#post(this.#courier.write("case.settled", 2, settled.case), {
        kind: "settled",
        ...settled,
        keys: [...settled.keys],
      });
      this.#book.keep(settled);
      this.#counts.settled += 1;
    }
    const now = this.#book.find(caseId);
    if (now === null) throw new PartnerGone("the case was forgotten");
    return { kind: "case", case: now, isNew: settled !== null };
  }

  #post(letter: Letter, ...before: readonly AccountEntry[]): void {
    this.#store.add([...before, { kind: "posted", letterId: letter.id, body: letter.body }]);
    this.#courier.post(letter);
  }

  #noteDone(letterId: string): void {
    try {
      this.#store.add([{ kind: "done", letterId }]);
    } catch {
      // Not noted: it is sent once more in the next life, which its receiver takes for what it is.
    }
  }

  /** Whole wall seconds (RFC 9110 section 10.2.3), at least 1. */
  #retryAfterSec(): number {
    return Math.max(1, Math.ceil(this.#station.expectedWaitSec() / this.#parts.timeFactor));
  }

  async #reached<T>(work: () => Promise<T>): Promise<T> {
    this.#parts.onAsked?.();
    if (this.#outage === "down") throw new PartnerGone("down");
    let gone: () => void = () => {};
    const cut = new Promise<never>((_resolve, reject) => {
      gone = () => reject(new PartnerGone("cut"));
    });
    cut.catch(() => {});
    this.#cut.add(gone);
    try {
      const answer = await Promise.race([work(), cut]);
      if (this.#outage !== null) return await cut;
      return answer;
    } finally {
      this.#cut.delete(gone);
    }
  }

  #cutAll(): void {
    for (const gone of [...this.#cut]) gone();
  }
}
