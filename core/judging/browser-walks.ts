import type { BrowserRecord } from "../schema/evidence.ts";
import type { BesideTheLoad } from "./beside-the-load.ts";
import { createExamples } from "./examples.ts";
import type { Measurement } from "./objective.ts";

/** The walks of a real browser beside the load: what they measured. Feed them before everything else. */
export interface BrowserWalks {
  take(record: BrowserRecord): void;
  measurement(): Measurement;
  /** What the page itself measured, in words. */
  story(): string;
}

const ms = (value: number | null): string => (value === null ? "never" : `${value.toFixed(0)} ms`);

export function createBrowserWalks(beside: BesideTheLoad, t0: number, timeFactor: number): BrowserWalks {
  const walks: NonNullable<BrowserRecord["walk"]>[] = [];
  const unfinished: string[] = [];
  const examples = createExamples();
  let misses = 0;

  return {
    take: ({ mark, walk, unfinished: why }) => {
      // Also of one that did not come to its end.
      beside.add(mark);
      if (walk === null) {
        unfinished.push(why ?? "the walk left no times");
        return;
      }
      walks.push(walk);
      if (walk.firstReplyMs !== null && walk.right === true) return;
      misses += 1;
      examples.add({
        contact: mark,
        message: null,
        atSec: ((walk.pressedAt - t0) * timeFactor) / 1000,
        what: walk.firstReplyMs === null ? "the page never showed an answer" : "the page showed a wrong answer",
      });
    },
    measurement: () => ({
      n: walks.length,
      misses,
      allowed: 0,
      value: misses,
      missWord: "without",
      examples: examples.list(),
      ...(walks.length > 0 ? {} : { unmeasured: unfinished[0] ?? "no browser walked in this run" }),
    }),
    story: () => {
      const walk = walks[0];
      if (walk === undefined) return `not measured: ${unfinished[0] ?? "no browser walked in this run"}`;
      const { openedMs, acknowledgedMs, firstReplyMs } = walk;
      return `page after ${ms(openedMs)}; from the press, on record after ${ms(acknowledgedMs)}, answer after ${ms(firstReplyMs)}`;
    },
  };
}
