import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import { messageOf } from "../../core/errors/fieldproof-error.ts";
import { printable } from "../../core/text/printable.ts";
import { type Fault, faultsError } from "./fault.ts";
import { readSmallFile } from "./small-file.ts";

const LIMIT_MB = 32;
const MAX_ARRIVALS = 200_000;
/** Longer than any drop; catches milliseconds given as seconds. */
const MAX_SPAN_SEC = 86_400;

export interface Arrivals {
  /** Simulated seconds from the first arrival, rising. */
  readonly offsetsSec: readonly number[];
  /** SHA-256, hex, of the file. */
  readonly digest: string;
}

interface Row {
  readonly record: Record<string, string>;
  readonly info: { readonly lines: number };
}

const ISO = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i;
const SECONDS = /^[+]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,2})?$/i;

/** Seconds of one field, and which of the two forms it has; null when it is neither. */
const secondsOf = (text: string): { seconds: number; form: "seconds" | "time" } | null => {
  if (SECONDS.test(text)) return { seconds: Number(text), form: "seconds" };
  if (!ISO.test(text)) return null;
  const epoch = Date.parse(text.replace(" ", "T").replace(",", "."));
  return Number.isNaN(epoch) ? null : { seconds: epoch / 1000, form: "time" };
};

/**
 * Arrival times of a former drop: CSV (RFC 4180) with a header and the column `at`, in seconds or as ISO 8601 times
 * with their offset (one form per file), in any order; other columns are left alone. At most 200,000 rows.
 * @throws FieldproofError FP-PLAN-002 with all faults and their lines; FP-FILE-001, FP-FILE-003
 */
export const loadArrivals = async (path: string): Promise<Arrivals> => {
  const bytes = await readSmallFile(path, LIMIT_MB);
  const faults: Fault[] = [];
  const add = (line: number, text: string): void => {
    faults.push({ line, column: 1, field: "at", text });
  };
  let rows: Row[] = [];
  try {
    rows = parse(bytes, {
      bom: true,
      columns: true,
      info: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
    }) as unknown[] as Row[];
  } catch (error) {
    add(
      error instanceof Error && "lines" in error ? Number(error.lines) : 1,
      `CSV: ${printable(messageOf(error), 200)}`,
    );
  }
  const first = rows[0];
  if (faults.length === 0 && first === undefined)
    add(1, "the file has no arrivals, must have a header with the column at and a row for each arrival");
  if (first !== undefined && !Object.hasOwn(first.record, "at")) {
    add(1, `no column at; the columns are ${printable(Object.keys(first.record).join(", "), 200)}`);
    rows = [];
  }
  if (rows.length > MAX_ARRIVALS) add(MAX_ARRIVALS + 2, `${rows.length} arrivals, at most ${MAX_ARRIVALS} are allowed`);
  const seconds: number[] = [];
  let form: string | null = null;
  for (const { record, info } of rows.slice(0, MAX_ARRIVALS)) {
    const text = record["at"] ?? "";
    const read = secondsOf(text);
    if (read === null) {
      add(info.lines, `is "${printable(text, 60)}", must be seconds or an ISO 8601 time with its offset`);
    } else if (form !== null && form !== read.form) {
      add(
        info.lines,
        `is "${printable(text, 60)}", must be in the form of the rows before: ${form === "time" ? "an ISO 8601 time" : "seconds"}`,
      );
    } else {
      form = read.form;
      seconds.push(read.seconds);
    }
  }
  seconds.sort((a, b) => a - b);
  const start = seconds[0] ?? 0;
  const span = (seconds.at(-1) ?? 0) - start;
  if (span > MAX_SPAN_SEC)
    add(1, `the arrivals span ${Math.round(span)} s, at most ${MAX_SPAN_SEC} are allowed; are they in milliseconds?`);
  if (faults.length > 0) throw faultsError("FP-PLAN-002", path, faults);
  return {
    // Microseconds: a subtraction of epoch seconds leaves noise below that.
    offsetsSec: seconds.map((second) => Math.round((second - start) * 1e6) / 1e6),
    digest: createHash("sha256").update(bytes).digest("hex"),
  };
};
