import type { Guard, GuardSignal } from "../../core/schema/guard.ts";

const list = (names: readonly string[]): string => names.join(" + ");

/** A signal in words. */
export const signalText = ({ counter, rate, ratio, hook }: GuardSignal): string => {
  if (ratio !== undefined) return `${list(ratio.part)} of ${list(ratio.whole)}`;
  if (hook !== undefined) return `hook ${hook}`;
  return counter ?? `${rate ?? "nothing"} per second`;
};

/** A guard in words, for whoever approves a run. */
export const guardText = ({ name, signal, above, forWallSec, whenBlind }: Guard): string =>
  `${name} (${signalText(signal)} above ${above} for ${forWallSec} s${whenBlind === "ignore" ? ", ignored when blind" : ""})`;
