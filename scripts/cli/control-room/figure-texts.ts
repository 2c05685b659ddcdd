import type { LaneFigures, Progress } from "../../../harness/run/progress.ts";
import type { RunFigures, Tick } from "./run-figures.ts";

/** Said wherever these figures are shown. */
export const SO_FAR = "so far, no verdict";

export const stimulusText = ({ id, reversible, step }: Extract<Progress, { kind: "stimulus" }>): string =>
  ({
    "in-force": `${id}: ${reversible ? "in force" : "done"}`,
    "effect-proved": `${id}: effect proved`,
    ending: `${id}: ${reversible ? "undoing it" : "rolling the target forward"}`,
    settled: `${id}: ${reversible ? "undone" : "rolled forward"} and proved`,
  })[step];

/** Everything in one line, for where lines are not drawn over. */
export const tickText = (tick: Tick): string =>
  `${tick.phase || "starting"} · ${tick.arrived}/${tick.planned} arrived · ${tick.open} open · ${tick.replied} replied · ${tick.late} late so far, ${tick.lateAllowed} allowed · ${tick.leftSec} s left`;

/** Most late first, then most open: where to look. */
export const worstLanes = (lanes: readonly LaneFigures[]): readonly LaneFigures[] =>
  [...lanes].sort((a, b) => b.late - a.late || b.open - a.open);

export const laneText = ({ lane, arrived, open, late }: LaneFigures): string =>
  `${lane.padEnd(8)} ${open} open, ${late} late of ${arrived} arrived`;

/** The phases in a row, those behind ticked and the one that goes on in brackets. */
export const phasesText = ({ phases, sinceSec }: Pick<Tick, "phases" | "sinceSec">): string =>
  phases
    .map(({ name, fromSec, toSec }) => (sinceSec >= toSec ? `✓${name}` : sinceSec >= fromSec ? `[${name}]` : name))
    .join(" ");

/** How much of what may be late is: bars and figures, never green. */
export function missesText({ late, lateAllowed }: Pick<Tick, "late" | "lateAllowed">): string {
  const told = `${late} late, ${lateAllowed} allowed`;
  return late > lateAllowed ? `${told}: more than allowed` : told;
}

/** The control room of a terminal: what one glance needs, at most `width` columns. */
export function figureLines({ replicate, tick, stimuli, faults }: RunFigures, width: number): string[] {
  if (tick === null) return [];
  const done = tick.planned === 0 ? 0 : tick.arrived / tick.planned;
  const room = Math.max(10, Math.min(40, width - 40));
  const bar = "█".repeat(Math.round(done * room)).padEnd(room, "░");
  return [
    `${replicate === null ? "" : `${replicate.drill} ${replicate.replicate} · `}${phasesText(tick)} · ${tick.leftSec} s left`,
    `arrived  ${bar} ${tick.arrived}/${tick.planned} · ${tick.open} open · ${tick.replied} replied`,
    `misses   ${missesText(tick)} (${SO_FAR})`,
    ...worstLanes(tick.lanes).map((lane) => `lane     ${laneText(lane)}`),
    ...Object.values(stimuli).map((one) => `done     ${stimulusText(one)}`),
    ...faults.slice(-1).map(({ code, message }) => `fault    ${message}  [${code}]`),
  ].map((line) => line.slice(0, width - 1));
}
