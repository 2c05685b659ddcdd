import { interruptCellName } from "./interrupt-cells.ts";
import type { InterruptRuling } from "./interrupt-facts.ts";

const secondsOf = (ms: number | null): string => (ms === null ? "-" : `${(ms / 1000).toFixed(1)} s`);
const markOf = ({ ok, trouble }: InterruptRuling): string => (ok ? "ok" : trouble === null ? "NO" : "??");

/** One line a cell as it ends. */
export function interruptLine(ruling: InterruptRuling): string {
  const { cell, state, exit, recoverExit, wholeMs, lastRequestMs, faults } = ruling;
  const instant = `${cell.after} + ${(cell.delayMs / 1000).toFixed(2)} s (${state})`;
  const exits = `exit ${exit ?? "-"}, recover ${recoverExit ?? "-"}`;
  const times = `whole ${secondsOf(wholeMs)}, last request ${secondsOf(lastRequestMs)}`;
  const head = `${markOf(ruling)}  seed ${cell.seed}  ${interruptCellName(cell).padEnd(36)}`;
  return `${head}${instant.padEnd(40)}${exits.padEnd(20)}  ${times}${faults.length === 0 ? "" : `  ${faults.join("; ")}`}`;
}

/** Interruptions by stimulus down, seeds across; in each until when the target was whole and the last request came. */
export function interruptMatrix(rulings: readonly InterruptRuling[]): string {
  const seeds = [...new Set(rulings.map(({ cell }) => cell.seed))];
  const names = [...new Set(rulings.map(({ cell }) => interruptCellName(cell)))];
  const shown = (name: string, seed: number): string => {
    const one = rulings.find(({ cell }) => cell.seed === seed && interruptCellName(cell) === name);
    if (one === undefined) return "-";
    return `${markOf(one)} ${secondsOf(one.wholeMs)} / ${secondsOf(one.lastRequestMs)}`;
  };
  const table = [
    ["whole / last request after", ...seeds.map((seed) => `seed ${seed}`)],
    ...names.map((name) => [name, ...seeds.map((seed) => shown(name, seed))]),
  ];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table
    .map((row) =>
      row
        .map((text, column) => text.padEnd((widths[column] ?? 0) + 2))
        .join("")
        .trimEnd(),
    )
    .join("\n");
}

/** How the whole matrix ended, and the longest times after a SIGKILL. */
export function interruptSentence(rulings: readonly InterruptRuling[]): string {
  const good = rulings.filter(({ ok }) => ok).length;
  const unclear = rulings.filter(({ ok, trouble }) => !ok && trouble !== null).length;
  const killed = rulings.filter(({ cell }) => cell.interruption === "sigkill");
  const longest = (values: readonly (number | null)[]): string => {
    const known = values.filter((value): value is number => value !== null);
    return known.length === 0 ? "-" : secondsOf(Math.max(...known));
  };
  const both = rulings.filter(({ cell, leaseMs }) => cell.interruption === "sigkill-both" && leaseMs !== null);
  const unaided = killed.filter(({ leaseMs }) => leaseMs !== null);
  return [
    `${good} of ${rulings.length} cells as they must be, ${rulings.length - good - unclear} not, ${unclear} unclear`,
    `after SIGKILL: whole without recover within ${longest(unaided.map(({ wholeMs }) => wholeMs))}, with recover within ${longest(killed.map(({ wholeMs }) => wholeMs))}, last request within ${longest(killed.map(({ lastRequestMs }) => lastRequestMs))}`,
    ...(both.length === 0
      ? []
      : [`with the watchdog killed, too: by the lease alone within ${longest(both.map(({ wholeMs }) => wholeMs))}`]),
  ].join("\n");
}
