import type { CellRuling } from "./ruling.ts";

const mark = ({ asExpected, unclear }: CellRuling): string => (asExpected ? "ok " : unclear ? "?? " : "NO ");

/** One line a cell as it ends: what came out, for which reason, and the place in the evidence. */
export function cellLine(ruling: CellRuling): string {
  const head = `${mark(ruling)} seed ${ruling.seed}  ${ruling.cell.padEnd(22)}${ruling.verdict.padEnd(13)}`;
  return `${head}${ruling.fault === "" ? ruling.reason : `${ruling.fault}. ${ruling.reason}`}`;
}

/** The kill matrix: cells down, seeds across, in each the objective that turned red. */
export function killMatrix(rulings: readonly CellRuling[]): string {
  const seeds = [...new Set(rulings.map(({ seed }) => seed))];
  const cells = [...new Set(rulings.map(({ cell }) => cell))];
  const shown = (ruling: CellRuling | undefined): string =>
    ruling === undefined ? "-" : `${mark(ruling)}${ruling.missed[0] ?? ruling.verdict}`;
  const rows = cells.map((cell) => [
    cell,
    ...seeds.map((seed) => shown(rulings.find((one) => one.cell === cell && one.seed === seed))),
  ]);
  const table = [["cell", ...seeds.map((seed) => `seed ${seed}`)], ...rows];
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

/** How the whole selftest ended. */
export function selftestSentence(rulings: readonly CellRuling[]): string {
  const wrong = rulings.filter(({ asExpected, unclear }) => !asExpected && !unclear).length;
  const unclear = rulings.filter((one) => one.unclear && !one.asExpected).length;
  const good = rulings.filter(({ asExpected }) => asExpected).length;
  return `${good} of ${rulings.length} cells as expected, ${wrong} not, ${unclear} unclear`;
}
