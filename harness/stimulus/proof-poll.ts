import type { Proof } from "../../core/contract/stimulus.ts";
import type { Latch } from "./latch.ts";
import { oneLine } from "./one-line.ts";
import type { Pace } from "./pace.ts";
import type { Span, Waits } from "./waits.ts";

const LONGEST_FIGURE = 1000;
const MOST_FIGURES = 50;

const unproved = (sentence: string): Proof => ({ proved: false, sentence, figures: {} });

/**
 * Asks for a proof until it is there, the limit is over or one of `sooner` is tripped. A proof that throws or hangs is
 * none, and says so; one call that hangs for longer than the limit does not keep it from being asked a second time.
 */
export async function pollProof(
  ask: () => Promise<Proof>,
  limit: Span,
  pace: Pace,
  waits: Waits,
  sooner: readonly Latch[] = [],
): Promise<Proof> {
  const startedAt = waits.now();
  for (let asked = 1; ; asked++) {
    const answer = await waits.within(pace.call, ask, sooner);
    const proof = answer.ok ? inShape(answer.value) : unproved(oneLine(answer.reason));
    const late = waits.now() - startedAt >= waits.worthMs(limit) && (asked > 1 || limit.ms === 0);
    const over = late || sooner.some(({ reason }) => reason !== null);
    if (proof.proved || over) return proof;
    await waits.pause(pace.poll, sooner);
  }
}

/** What a drill's author says, cut to what a journal takes. */
const inShape = ({ proved, sentence, figures }: Proof): Proof => ({
  proved,
  sentence: oneLine(sentence),
  figures: Object.fromEntries(
    Object.entries(figures)
      .slice(0, MOST_FIGURES)
      .map(([name, value]) => [
        name.slice(0, 100),
        typeof value === "number" && !Number.isFinite(value)
          ? String(value)
          : typeof value === "string"
            ? oneLine(value, LONGEST_FIGURE)
            : value,
      ]),
  ),
});
