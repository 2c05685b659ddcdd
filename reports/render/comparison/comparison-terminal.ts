import type { Comparison } from "../../../core/schema/comparison.ts";
import { printable } from "../../../core/text/printable.ts";
import { columnsNote, POLICY_COLUMNS, policyCells } from "./policy-table.ts";

const LONGEST = 400;
const plain = (text: string): string => printable(text.replaceAll("\u00a0", " ").replaceAll("\u202f", " "), LONGEST);

/** Headline, a sentence for each policy, and the table; without anything that could steer a terminal. */
export function comparisonText(comparison: Comparison): string {
  const { headline, sentences, policies, dropName, seed } = comparison;
  const measured = policies.flatMap((one) => {
    const cells = policyCells(one);
    return cells === null ? [] : [[one.title, ...cells]];
  });
  const rows = [POLICY_COLUMNS.map(String), ...measured];
  const widths = POLICY_COLUMNS.map((_, at) => Math.max(...rows.map((row) => plain(row[at] ?? "").length)));
  const lines = rows.map((row) =>
    row
      .map((cell, at) => plain(cell).padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [
    `${headline}. (${dropName}, seed ${seed})`,
    ...sentences.map((sentence) => `  ${sentence}`),
    ...(measured.length === 0 ? [] : ["", ...lines, columnsNote(comparison)]),
  ]
    .map(plain)
    .join("\n");
}
