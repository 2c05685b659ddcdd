import type { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { createLatch } from "./latch.ts";
import { type Pace, PACE } from "./pace.ts";
import { runOneWay } from "./one-way-run.ts";
import { runReversible } from "./reversible-run.ts";
import { faultOf, type OverReason, type StimulusContext, type StimulusOptions } from "./stimulus-context.ts";
import { createStimulusLog } from "./stimulus-log.ts";
import { createWaits, nodeStimulusTime, type StimulusTime } from "./waits.ts";

/** One stimulus of one replicate. No call throws; faults go to `onFault`. */
export interface StimulusRun {
  /** The phase began. Once; nothing happens when it is over already. */
  begin(): void;
  /** The phase, the load or the target ended, or the run is aborted: it is undone, or rolled forward, from now on. */
  over(reason: OverReason): void;
  /** A second interrupt: waits become short, and no step is left out. */
  hurry(): void;
  /** Resolves when nothing is under way any more; at once when it never began. */
  finished(): Promise<void>;
}

/** Whoever listens, and however it fails, the undo goes on. */
const guarded =
  <T>(listener: (value: T) => void) =>
  (value: T): void => {
    try {
      listener(value);
    } catch {
      // A listener that cannot be told is no reason to leave a fault in place.
    }
  };

/** Makes the one run there is of a stimulus; the order of its steps is in `reversible-run.ts` and `one-way-run.ts`. */
export function prepareStimulus(
  options: StimulusOptions,
  time: StimulusTime = nodeStimulusTime,
  pace: Pace = PACE,
): StimulusRun {
  const over = createLatch<OverReason>();
  const hurry = createLatch();
  const onFault = guarded(options.onFault);
  const waits = createWaits(time, hurry);
  const lost = (error: FieldproofError): void => {
    over.trip("journal-failed");
    onFault(error);
  };
  const context: StimulusContext = {
    ...options,
    onFault,
    onStep: guarded(options.onStep ?? (() => {})),
    pace,
    over,
    waits,
    log: createStimulusLog(options.journal, lost, waits, pace),
  };
  let running: Promise<void> | null = null;
  const drive = async (): Promise<void> => {
    const { stimulus } = options;
    try {
      if (stimulus.kind === "reversible") await runReversible(stimulus, context, time);
      else await runOneWay(stimulus, context);
    } catch (error) {
      onFault(faultOf(error, "FP-FAULT-001", stimulus.id));
    }
  };
  return {
    begin: () => {
      if (over.reason === null) running ??= drive();
    },
    over: (reason) => over.trip(reason),
    hurry: () => hurry.trip("hurried"),
    finished: () => running ?? Promise.resolve(),
  };
}
