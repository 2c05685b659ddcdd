import { createRng } from "../../../harness/load/draws.ts";
import { INTERRUPTIONS, type Interruption } from "./interruptions.ts";

/** One interruption of one run that does one thing to its target, at one instant. */
export interface InterruptCell {
  readonly interruption: Interruption;
  readonly stimulus: string;
  readonly seed: number;
  /** The journal's entry from which on time is counted. */
  readonly after: "k6.started" | "stimulus.planned";
  readonly delayMs: number;
  /** Draws of the interruption itself: the pause before a second signal, how far a clock is stepped. */
  readonly draw: number;
}

export const interruptCellName = ({ interruption, stimulus }: InterruptCell): string => `${interruption}/${stimulus}`;

export interface InterruptChoice {
  readonly seeds: readonly number[];
  readonly stimuli: readonly string[];
  /** Of those, the ones that are never interrupted before the stimulus is planned: what comes before is long, and theirs alone. */
  readonly fromPlanned?: readonly string[];
  /** Names of cells or of interruptions; empty for all. */
  readonly only: readonly string[];
  readonly shard: { readonly part: number; readonly of: number };
}

/** From the start of k6 until its load is on its way, and from the plan of a stimulus until after its undo; wall ms. */
const LOAD_SPAN_MS = 5000;
const STIMULUS_SPAN_MS = 5500;
/** How often the instant is one at which the stimulus is planned already. */
const STIMULUS_SHARE = 0.75;

/** The cells of a choice. The same seed gives the same instants; each cell has draws of its own. */
export function interruptCells(choice: InterruptChoice): InterruptCell[] {
  const cells = choice.seeds.flatMap((seed) =>
    INTERRUPTIONS.flatMap((interruption) =>
      choice.stimuli.map((stimulus): InterruptCell => {
        const rng = createRng(seed, `${interruption}/${stimulus}`);
        const drawn = rng.next() < STIMULUS_SHARE;
        const planned = drawn || choice.fromPlanned?.includes(stimulus) === true;
        return {
          ...{ interruption, stimulus, seed },
          after: planned ? "stimulus.planned" : "k6.started",
          delayMs: Math.floor(rng.next() * (planned ? STIMULUS_SPAN_MS : LOAD_SPAN_MS)),
          draw: rng.next(),
        };
      }),
    ),
  );
  const wanted = cells.filter(
    (cell) =>
      choice.only.length === 0 ||
      choice.only.some((name) => [interruptCellName(cell), cell.interruption, cell.stimulus].includes(name)),
  );
  return wanted.filter((_, index) => index % choice.shard.of === choice.shard.part - 1);
}
