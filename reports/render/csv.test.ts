import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { csvText, renderCsv } from "./csv.ts";
import { drill, objective, replicate, verdict } from "./verdict-builder.ts";
import { notReady } from "./verdict-examples.ts";
import { hostileVerdict } from "./verdict-hostile.ts";

const records = (text: string): string[][] => parse(text, { record_delimiter: "\r\n", relax_column_count: false });

test("has a line for each objective of each replicate and for each drill without one", () => {
  const made = notReady();
  const [header, ...rows] = records(renderCsv(made));
  const objectives = made.drills.flatMap(({ replicates }) => replicates.flatMap((each) => each.objectives));
  expect(rows).toHaveLength(objectives.length + 2);
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([header?.length]));
  expect(rows.find((row) => row[2] === "privacy-smoke")?.at(-1)).toContain("No Chromium on this machine");
});

test.each([
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-cmd|'/C calc'!A0", "'-cmd|'/C calc'!A0"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\u2409'=1"],
  ["\rx", "'\u240dx"],
  ["  =1", "'  =1"],
  ["\n=1", "'\u240a=1"],
  ["\uff1d1", "'\uff1d1"],
  ["a;=1", "a;'=1"],
  ["p95 <= 60 s, -5", "p95 <= 60 s, -5"],
  ["", ""],
])("%j becomes %j", (text, cell) => {
  expect(csvText(text)).toBe(cell);
});

test("no text begins a formula, whatever it holds, and the table stays whole", () => {
  const piece = fc.oneof(
    fc.constantFrom(..."=+-@\t\r\n;,\"'|! \u0000\uff1d\u202e\ud800".split("")),
    fc.string({ unit: "grapheme" }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      const made = verdict({
        drills: [
          drill("nano-drop", { replicates: [replicate({ objectives: [objective({ id: text, title: text })] })] }),
        ],
      });
      const rows = records(renderCsv(made));
      expect(rows).toHaveLength(2);
      expect(rows[1]).toHaveLength(rows[0]?.length ?? 0);
      for (const cell of rows[1] ?? []) expect(cell).not.toMatch(/^\s*[=+@\uff1d]|^\s*-(?!\d)|;\s*[=+\-@]/);
    }),
  );
});

test("a hostile verdict keeps its rows, quotes and line ends", () => {
  const hostile = renderCsv(hostileVerdict('",\r\n=cmd|"/C calc"!A0'));
  expect(records(hostile)).toHaveLength(records(renderCsv(notReady())).length);
  expect(hostile.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
});
