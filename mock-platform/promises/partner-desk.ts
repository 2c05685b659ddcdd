import type { Clock } from "../../core/contract/ports.ts";
import { simMs, toWall } from "../../core/contract/time.ts";
import type { CaseCallback } from "../../core/schema/partner-wire.ts";
import type { CallbackResult, PromisePlan } from "../../core/schema/promise-wire.ts";
import type { Defects } from "../defects.ts";
import type { Contact } from "../desk/contact.ts";
import type { ContactBook } from "../desk/contact-book.ts";
import type { EventDraft } from "../event-log/event-store.ts";
import type { Projection } from "../event-log/ledger.ts";
import { Problem } from "../http/problems.ts";
import type { PartnerClient } from "../partner-calls/partner-client.ts";
import type { Scheduler } from "../runtime/scheduler.ts";
import { caseIdOf, type Matter } from "./matter.ts";
import type { MatterBook } from "./matter-book.ts";
import { isEnded } from "./matter-states.ts";
import type { Matters } from "./matters.ts";
import { PromiseDrain } from "./promise-drain.ts";
import { troubleOf } from "./order-trouble.ts";

export interface PartnerDeskParts {
  readonly plan: PromisePlan;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly timeFactor: number;
  readonly contacts: ContactBook;
  readonly book: MatterBook;
  /** Later than this, which is one of the ledger's own projections. */
  readonly matters: () => Matters;
  readonly client: PartnerClient;
  readonly defects: Defects;
  /** False: the desk opens no cases; promises that people make are kept all the same. */
  readonly asksPartner: boolean;
  readonly onTrouble: (error: unknown) => void;
}

/**
 * How the desk lives with its partner: order trouble becomes a case, a refusal or a silence becomes a promise, a
 * promise is followed up until it ends. Watches the log, so that what was begun before a restart is taken up again.
 */
export class PartnerDesk implements Projection {
  readonly #parts: PartnerDeskParts;
  readonly #drain: PromiseDrain;
  readonly #expiries = new Map<string, () => void>();
  #isLive = false;

  constructor(parts: PartnerDeskParts) {
    this.#parts = parts;
    this.#drain = new PromiseDrain({
      ...parts,
      open: () => this.#waitingForPartner(),
      follow: (matter) => this.#follow(matter).catch((error: unknown) => this.#trouble(error)),
      isHerd: parts.defects.strikes("recovery-herd"),
    });
  }

  apply({ kind, subject, body }: EventDraft): void {
    if (!this.#isLive) return;
    if (kind === "contact.opened") this.#later(() => this.#takeUp(subject));
    else if (kind === "contact.resolved" && body["by"] === "customer-left")
      this.#later(() => this.#abandon(({ contactId }) => contactId === subject));
    // Also where the talk itself had been resolved before.
    else if (kind === "consent.withdrawn")
      this.#later(() => this.#abandon(({ contactId }) => this.#parts.contacts.find(contactId)?.consentId === subject));
    else if (kind === "matter.moved") this.#watch(subject);
  }

  /** Takes up what the log says was begun: nobody remembers a call that was under way before. */
  goLive(): void {
    if (this.#isLive) return;
    this.#isLive = true;
    const { book, contacts, asksPartner } = this.#parts;
    for (const matter of book.open()) {
      if (matter.state === "promised") this.#watch(matter.matterId);
      else this.#later(() => this.#promise(matter.matterId, null, "restart"));
    }
    if (!asksPartner) return;
    for (const contact of contacts.all())
      if (book.ofContact(contact.contactId) === null && contact.state !== "resolved")
        this.#later(() => this.#takeUp(contact.contactId));
  }

  /** What a signed callback brings. Throws `not-found` for a matter that is not ours. */
  async hear({ type, data }: CaseCallback): Promise<CallbackResult> {
    const { caseId, matterId, state, outcome } = data.case;
    const matter = this.#parts.book.find(matterId);
    if (matter === null || caseIdOf(matterId) !== caseId) throw new Problem("not-found");
    if (type === "case.opened") return "noted";
    if (state !== "settled" || outcome === null) throw new Problem("bad-request", "a settled case has an outcome");
    return this.#parts.matters().settle(matterId, outcome, "partner");
  }

  stop(): void {
    this.#isLive = false;
    this.#drain.stop();
    for (const cancel of this.#expiries.values()) cancel();
    this.#expiries.clear();
  }

  async #takeUp(contactId: string): Promise<void> {
    const { contacts, client, asksPartner } = this.#parts;
    const contact: Contact | null = contacts.find(contactId);
    const trouble = contact === null ? null : troubleOf(contact);
    if (!asksPartner || trouble === null) return;
    const matter = await this.#parts.matters().receive({ contactId, ...trouble, isForPartner: true });
    const { matterId } = matter;
    const inTime = this.#promiseWhenLate(matterId);
    const answer = await client.open({ caseId: caseIdOf(matterId), matterId, ...trouble });
    inTime();
    if (!this.#isLive) return;
    if (answer.kind === "case" && answer.case.outcome !== null)
      await this.#parts.matters().settle(matterId, answer.case.outcome, "partner");
    else await this.#promise(matterId, answer.kind === "refused" ? answer.retryAfterMs : null, "partner");
  }

  /** The customer has a word in time, however long the desk goes on asking; call what it returns once there is an answer. */
  #promiseWhenLate(matterId: string): () => void {
    const { plan, scheduler } = this.#parts;
    if (plan.lateSec === undefined) return () => {};
    return scheduler.after(this.#wallOf(plan.lateSec), () => this.#later(() => this.#promise(matterId, null, "time")));
  }

  async #promise(matterId: string, retryAfterMs: number | null, by: "partner" | "restart" | "time"): Promise<void> {
    const { book, clock, plan } = this.#parts;
    const matter = book.find(matterId);
    // A callback may have been quicker than the call that it is about.
    if (matter === null || isEnded(matter.state) || matter.state === "promised") return;
    const dueAt = clock.now() + this.#wallOf(plan.dueSec);
    const waitsFor = matter.trouble === null ? "desk" : "partner";
    await this.#parts.matters().promise(matterId, { dueAt, waitsFor, by, owner: null });
    if (waitsFor === "partner") this.#drain.add(matterId, retryAfterMs ?? this.#wallOf(plan.againSec));
  }

  /** One look after a promise: has the partner settled it, has it forgotten it, or must it be asked anew? */
  async #follow({ matterId, trouble, orderId }: Matter): Promise<number | null> {
    const { client, plan, book } = this.#parts;
    const caseId = caseIdOf(matterId);
    const againMs = this.#wallOf(plan.againSec);
    if (trouble === null) return null;
    const seen = await client.read({ caseId, matterId });
    const answer = seen.kind === "unknown" ? await client.open({ caseId, matterId, trouble, orderId }) : seen;
    const matter = book.find(matterId);
    if (!this.#isLive || matter === null || isEnded(matter.state)) return null;
    if (answer.kind === "refused") return Math.max(answer.retryAfterMs ?? 0, againMs);
    if (answer.kind !== "case" || answer.case.outcome === null) return againMs;
    await this.#parts.matters().settle(matterId, answer.case.outcome, "partner");
    return null;
  }

  #watch(matterId: string): void {
    const { book, scheduler, clock, plan } = this.#parts;
    const matter = book.find(matterId);
    this.#expiries.get(matterId)?.();
    this.#expiries.delete(matterId);
    if (matter?.state !== "promised" || matter.dueAt === null) return;
    const expire = (): void => {
      this.#expiries.delete(matterId);
      this.#later(() => this.#parts.matters().expire(matterId));
    };
    // A timer may come a moment early; the due time itself is still kept.
    this.#expiries.set(matterId, scheduler.after(Math.max(1, Math.ceil(matter.dueAt - clock.now()) + 1), expire));
    if (matter.waitsFor === "partner") this.#drain.add(matterId, this.#wallOf(plan.againSec));
  }

  async #abandon(isOver: (matter: Matter) => boolean): Promise<void> {
    const over = this.#parts.book.open().filter(isOver);
    await Promise.all(over.map(({ matterId }) => this.#parts.matters().abandon(matterId)));
  }

  #waitingForPartner(): Matter[] {
    return this.#parts.book.open().filter(({ state, waitsFor }) => state === "promised" && waitsFor === "partner");
  }

  /** After the commit that is being applied; what goes wrong is told, never thrown at whoever committed. */
  #later(act: () => Promise<unknown>): void {
    queueMicrotask(() => {
      if (this.#isLive) act().catch((error: unknown) => this.#trouble(error));
    });
  }

  #trouble(error: unknown): number {
    if (this.#isLive) this.#parts.onTrouble(error);
    return this.#wallOf(this.#parts.plan.againSec);
  }

  #wallOf(sec: number): number {
    return toWall(simMs(sec * 1000), this.#parts.timeFactor);
  }
}
