import { CASE_OUTCOMES, type CaseOutcome, type CaseRequest, type PartnerCase } from "../../core/schema/partner-wire.ts";
import { Problem } from "../http/problems.ts";

/** A case with what its caller had asked for. */
export interface KeptCase {
  readonly request: CaseRequest;
  readonly keys: readonly string[];
  readonly case: PartnerCase;
}

const isSame = (a: CaseRequest, b: CaseRequest): boolean =>
  a.matterId === b.matterId && a.trouble === b.trouble && a.orderId === b.orderId;

/** The partner's cases by id. What is settled stays when the partner dies; what only waited is forgotten. */
export class CaseBook {
  readonly #cases = new Map<string, KeptCase>();
  readonly #keys = new Map<string, string>();

  find(caseId: string): PartnerCase | null {
    return this.#cases.get(caseId)?.case ?? null;
  }

  /** Throws `key-reused` when the case id, or the Idempotency-Key, stood for another request before. */
  check(request: CaseRequest, key: string | null): void {
    const before = this.#cases.get(request.caseId);
    const isOther = before !== undefined && !isSame(before.request, request);
    const keyIsOther = key !== null && (this.#keys.get(key) ?? request.caseId) !== request.caseId;
    if (isOther || keyIsOther) throw new Problem("key-reused");
  }

  /** Opens the case, or finds it open; true when it is new. */
  open(request: CaseRequest, key: string | null, at: number): boolean {
    const { caseId, matterId } = request;
    const before = this.#cases.get(caseId);
    const keys = [...new Set([...(before?.keys ?? []), ...(key === null ? [] : [key])])];
    const fresh: PartnerCase = { caseId, matterId, state: "open", outcome: null, openedAt: at, settledAt: null };
    this.keep({ request, case: fresh, ...before, keys });
    return before === undefined;
  }

  /** An open case as it is when it is settled, for `keep`; null when it is settled already, or forgotten. */
  settled(caseId: string, outcome: CaseOutcome, at: number): KeptCase | null {
    const kept = this.#cases.get(caseId);
    if (kept === undefined || kept.case.state === "settled") return null;
    return { ...kept, case: { ...kept.case, state: "settled", outcome, settledAt: at } };
  }

  keep(kept: KeptCase): void {
    for (const key of kept.keys) this.#keys.set(key, kept.case.caseId);
    this.#cases.set(kept.case.caseId, kept);
  }

  forgetOpen(): void {
    for (const [caseId, kept] of this.#cases) if (kept.case.state === "open") this.#cases.delete(caseId);
    for (const [key, caseId] of this.#keys) if (!this.#cases.has(caseId)) this.#keys.delete(key);
  }

  all(): PartnerCase[] {
    return [...this.#cases.values()].map((kept) => kept.case);
  }
}

/** The outcome that a draw in [0, 1) stands for. */
export const outcomeOf = (draw: number): CaseOutcome =>
  CASE_OUTCOMES[Math.floor(draw * CASE_OUTCOMES.length)] ?? "released";
