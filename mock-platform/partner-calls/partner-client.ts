import type { Clock, Http, Rng } from "../../core/contract/ports.ts";
import { simMs, toWall } from "../../core/contract/time.ts";
import type { CallPolicy } from "../../core/schema/call-policy.ts";
import type { CaseRequest } from "../../core/schema/partner-wire.ts";
import type { Defects } from "../defects.ts";
import type { Scheduler } from "../runtime/scheduler.ts";
import { type AttemptGuard, attemptGuard } from "./attempt-guard.ts";
import { answerOf, type CallAnswer } from "./call-answer.ts";
import { CallCounts } from "./call-counts.ts";
import { hedgedRead } from "./hedged-read.ts";
import { RetryBudget } from "./retry-budget.ts";

export interface PartnerClientParts {
  readonly policy: CallPolicy;
  readonly timeFactor: number;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly rng: Rng;
  readonly defects: Defects;
}

/** Where the partner is, and what shows that the desk is its customer. */
export interface PartnerLine {
  readonly http: Http;
  readonly address: string;
  readonly bearer: string;
}

/** Of the seeded defect `retry-storm`: what a loop without a thought does. */
const STORM: Partial<CallPolicy> = {
  bulkhead: null,
  breaker: null,
  retries: {
    ...{ most: 8, budgetShare: null, backoffSec: 0, longestBackoffSec: 0 },
    ...{ honourRetryAfter: false, longestRetryAfterSec: 0 },
  },
};

const isTriedAgain = (answer: CallAnswer): boolean =>
  answer.kind === "refused" ||
  (answer.kind === "failed" && !["rejected", "breaker-open", "bulkhead-full"].includes(answer.why));

/**
 * The desk's calls to its partner under one policy. A call opens a case, once per case id whatever happens to the
 * calls; a read looks at one. Neither ever rejects.
 */
export class PartnerClient {
  readonly #parts: PartnerClientParts;
  readonly #policy: CallPolicy;
  readonly #guard: AttemptGuard;
  readonly #budget: RetryBudget;
  readonly counts = new CallCounts();
  #line: PartnerLine | null = null;

  constructor(parts: PartnerClientParts) {
    this.#parts = parts;
    this.#policy = parts.defects.strikes("retry-storm") ? { ...parts.policy, ...STORM } : parts.policy;
    this.#guard = attemptGuard(this.#policy, parts.timeFactor, parts.defects.strikes("breaker-stuck-open"));
    this.#budget = new RetryBudget(this.#policy.retries.budgetShare);
  }

  connect(line: PartnerLine): void {
    this.#line = line;
  }

  /** True while the breaker keeps calls back. */
  isCutOff(): boolean {
    return this.#guard.isOpen();
  }

  /** Opens a case, or asks for it again; with retries as the policy has them. */
  async open(request: CaseRequest): Promise<CallAnswer> {
    this.counts.add("calls");
    this.#budget.call();
    const { most } = this.#policy.retries;
    for (let attempt = 0; ; attempt += 1) {
      const answer = await this.#guard.run(() => this.#send("POST", request));
      this.counts.answer(answer);
      const waitMs = attempt < most && isTriedAgain(answer) ? this.#waitMs(answer, attempt) : null;
      if (waitMs === null) return answer;
      if (!this.#budget.take()) {
        this.counts.add("budget-spent");
        return answer;
      }
      this.counts.add("retries");
      await this.#pause(waitMs);
    }
  }

  /** Looks at a case, hedged where the policy says so; a hedge takes its share of the retry budget. */
  async read({ caseId, matterId }: Pick<CaseRequest, "caseId" | "matterId">): Promise<CallAnswer> {
    this.counts.add("reads");
    const read = (): Promise<CallAnswer> => this.#guard.run(() => this.#send("GET", { caseId, matterId }));
    const { hedgeAfterSec } = this.#policy;
    const mayHedge = (): boolean => {
      const may = this.#budget.take();
      this.counts.add(may ? "hedges" : "budget-spent");
      return may;
    };
    const answer = await (hedgeAfterSec === null
      ? read()
      : hedgedRead(read, this.#wallOf(hedgeAfterSec), this.#parts.scheduler, mayHedge));
    this.counts.answer(answer);
    return answer;
  }

  async #send(
    method: "GET" | "POST",
    request: CaseRequest | Pick<CaseRequest, "caseId" | "matterId">,
  ): Promise<CallAnswer> {
    if (this.#line === null) return { kind: "failed", why: "cut" };
    const { http, address, bearer } = this.#line;
    const { caseId, matterId } = request;
    const isRead = method === "GET";
    if (!isRead) this.counts.sent(matterId);
    const answer = await http.send({
      method,
      url: isRead ? `${address}/partner/v1/cases/${caseId}` : `${address}/partner/v1/cases`,
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(isRead ? {} : { "content-type": "application/json", "idempotency-key": caseId }),
      },
      ...(isRead ? {} : { body: JSON.stringify(request) }),
      timeoutMs: this.#wallOf(this.#policy.timeoutSec),
    });
    return answerOf(answer, { caseId, matterId, isRead }, this.#parts.clock.now());
  }

  /** Wall milliseconds until the next attempt; null when that is longer than a call waits. */
  #waitMs(answer: CallAnswer, attempt: number): number | null {
    const { backoffSec, longestBackoffSec, honourRetryAfter, longestRetryAfterSec } = this.#policy.retries;
    // Full jitter (Brooker, Exponential Backoff and Jitter, 2015): those who failed together do not return together.
    const longest = Math.min(longestBackoffSec, backoffSec * 2 ** attempt);
    const backoffMs = this.#wallOf(longest * this.#parts.rng.next());
    const told = answer.kind === "refused" && honourRetryAfter ? (answer.retryAfterMs ?? 0) : 0;
    return told > this.#wallOf(longestRetryAfterSec) ? null : told + backoffMs;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#parts.scheduler.after(ms, resolve));
  }

  #wallOf(sec: number): number {
    return toWall(simMs(sec * 1000), this.#parts.timeFactor);
  }
}
