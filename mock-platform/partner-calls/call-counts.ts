import { CALL_FAILURES, type CallAnswer } from "./call-answer.ts";

/** What the desk asked of its partner, and what became of it; for counters and for the amplification of retries. */
export class CallCounts {
  readonly #counts = new Map<string, number>([
    ...["calls", "reads", "sent", "retries", "hedges", "refused", "budget-spent"].map((name) => [name, 0] as const),
    ...CALL_FAILURES.map((why) => [`failed.${why}`, 0] as const),
  ]);
  readonly #matters = new Set<string>();

  add(name: "calls" | "reads" | "retries" | "hedges" | "budget-spent"): void {
    this.#add(name);
  }

  /** One request for this matter's case left the house. */
  sent(matterId: string): void {
    this.#matters.add(matterId);
    this.#add("sent");
  }

  answer(answer: CallAnswer): void {
    if (answer.kind === "refused") this.#add("refused");
    if (answer.kind === "failed") this.#add(`failed.${answer.why}`);
  }

  /** By name; `matters` is how many different ones were asked about. */
  all(): Readonly<Record<string, number>> {
    return { ...Object.fromEntries(this.#counts), matters: this.#matters.size };
  }

  #add(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }
}
