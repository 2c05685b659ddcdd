import type { LaneFigures } from "../../../harness/run/progress.ts";
import { missesText, stimulusText, worstLanes } from "./figure-texts.ts";
import type { RunFigures } from "./run-figures.ts";

/** What the page shows, as texts and numbers; it puts them in as text, whatever they hold. */
export interface LiveView {
  readonly title: string;
  readonly phases: readonly { readonly name: string; readonly state: "over" | "now" | "later" }[];
  readonly figures: readonly (readonly [name: string, value: string])[];
  readonly lanes: readonly LaneFigures[];
  readonly stimuli: readonly string[];
  readonly faults: readonly string[];
}

/** The same figures as in the terminal. */
export function liveView({ run, replicate, tick, stimuli, faults }: RunFigures): LiveView {
  const about = run === null ? "" : `${run.stack} · ${run.profile} at ${run.timeFactor}x · seed ${run.seed}`;
  const drill = replicate === null ? "" : ` · ${replicate.drill}, replicate ${replicate.replicate}`;
  return {
    title: `${about}${drill}` || "Nothing has begun yet.",
    phases: (tick?.phases ?? []).map(({ name, fromSec, toSec }) => {
      const sinceSec = tick?.sinceSec ?? 0;
      return { name, state: sinceSec >= toSec ? "over" : sinceSec >= fromSec ? "now" : "later" };
    }),
    figures:
      tick === null
        ? []
        : [
            ["arrived", `${tick.arrived} of ${tick.planned}`],
            ["open", String(tick.open)],
            ["replied", String(tick.replied)],
            ["waited too long for a person", missesText(tick)],
            ["left", `${tick.leftSec} s`],
          ],
    lanes: worstLanes(tick?.lanes ?? []),
    stimuli: Object.values(stimuli).map(stimulusText),
    faults: faults.map(({ code, message }) => `${message} [${code}]`),
  };
}
