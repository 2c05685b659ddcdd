import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { printable } from "../../core/text/printable.ts";
import type { FieldPath } from "./yaml-source.ts";

/** One fault of a file that people write: where (from 1), which field, what is wrong and what it must be. */
export interface Fault {
  readonly line: number;
  readonly column: number;
  /** Dotted path, such as `arrivals.peakPerSec`; empty for faults of the file as a whole. */
  readonly field: string;
  readonly text: string;
}

/** A file can hold more faults than anybody reads; the count is always told in full. */
const SHOWN = 100;

const byPlace = (a: Fault, b: Fault): number => a.line - b.line || a.column - b.column || (a.field < b.field ? -1 : 1);

/** `faults` as one coded error, in the order of the file: `path:line:column: field: what`. */
export const faultsError = (
  code: "FP-PLAN-001" | "FP-PLAN-002" | "FP-TARGET-001" | "FP-TARGET-030" | "FP-SLA-001",
  path: string,
  faults: readonly Fault[],
): FieldproofError => {
  const shownPath = printable(path, 400);
  const lines = faults
    .toSorted(byPlace)
    .slice(0, SHOWN)
    .map(
      (fault) =>
        `${shownPath}:${fault.line}:${fault.column}: ${fault.field === "" ? "" : `${printable(fault.field)}: `}${fault.text}`,
    );
  if (faults.length > SHOWN) lines.push(`… and ${faults.length - SHOWN} more`);
  return new FieldproofError(code, { path: shownPath, count: faults.length, faults: lines.join("\n") });
};

/** What is wrong with one field, before its place in the text is known. */
export interface Finding {
  readonly path: FieldPath;
  readonly text: string;
}
