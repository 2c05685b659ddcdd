import { stringify } from "csv-stringify/sync";
import type { Figure, Verdict } from "../../core/schema/verdict.ts";
import { visibleText } from "../../core/text/visible-text.ts";
import { cutVerdict } from "./display-budget.ts";

const TEXT_LIMIT = 2000;

/**
 * What makes a spreadsheet take a cell for a formula, in visible text: the signs, their full-width forms, blanks and
 * (by their symbols) control characters before them; and a cell that began with a tab or a carriage return.
 */
const FORMULA = /^[\s\u2400-\u2421]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\u2409\u240d]/;
/** A spreadsheet that splits at semicolons, as those of half of Europe do, would begin a cell there. */
const INNER_FORMULA = /([;\u2409]\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/** A text as a cell that no spreadsheet runs (OWASP, CSV injection): an apostrophe stands before what would begin one. */
export function csvText(text: string): string {
  const inert = visibleText(text).replace(INNER_FORMULA, "$1'");
  return FORMULA.test(inert) ? `'${inert}` : inert;
}

const COLUMNS = [
  ...["run", "verdict", "drill", "required", "drill_verdict", "replicate", "seed", "replicate_verdict"],
  ...["objective", "code", "key", "status", "statistic", "limit", "limit_unit", "measured", "measured_unit", "clock"],
  ...["n", "least_n", "misses", "allowed", "title", "sentence"],
] as const;

type Cell = string | number | null;
const figure = (it: Figure | null): Cell[] => (it === null ? [null, null] : [it.value, it.unit]);

/**
 * One line for each objective of each replicate, and one for each drill that has none, so that a drill that did not run
 * is not lost. RFC 4180: CRLF, a header, texts in quotes; numbers with a point and all their digits, as in verdict.json.
 */
export function renderCsv(whole: Verdict): string {
  const verdict = cutVerdict(whole, TEXT_LIMIT);
  const rows = verdict.drills.flatMap((drill): Cell[][] => {
    const ofDrill = [verdict.run.id, verdict.verdict, drill.drill, String(drill.required), drill.verdict];
    const objectives = drill.replicates.flatMap((replicate) =>
      replicate.objectives.map((one): Cell[] => [
        ...[...ofDrill, replicate.replicate, replicate.seed, replicate.verdict],
        ...[one.id, one.code, String(one.key), one.status, one.statistic, ...figure(one.limit)],
        ...[...figure(one.measured), one.limit.clock],
        ...[one.n, one.leastN, one.misses, one.allowed, one.title, one.sentence],
      ]),
    );
    const none: Cell[] = [...ofDrill, ...COLUMNS.slice(ofDrill.length, -1).map(() => null), drill.sentence];
    return objectives.length > 0 ? objectives : [none];
  });
  const cells = rows.map((row) => row.map((cell) => (typeof cell === "string" ? csvText(cell) : cell)));
  return stringify(cells, { header: true, columns: [...COLUMNS], record_delimiter: "windows", quoted_string: true });
}
