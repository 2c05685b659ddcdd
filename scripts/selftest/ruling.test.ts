import { expect, test } from "vitest";
import { drill, objective, replicate, verdict } from "../../reports/render/verdict-builder.ts";
import type { DrillVerdict } from "../../core/contract/ids.ts";
import type { Cell } from "./cells.ts";
import { killMatrix, selftestSentence } from "./matrix.ts";
import { ruleCell } from "./ruling.ts";

const at = { drill: "nano-drop", seed: 7 } as const;
const clean: Cell = { ...at, kind: "clean" };
const defect: Cell = { ...at, kind: "defect", defect: { name: "lost-reply", reason: "replies", also: ["late"] } };
const benign: Cell = { ...at, kind: "benign", benign: { name: "resends", does: "", switches: [], customers: {} } };

const said = (outcome: DrillVerdict, ...missed: string[]) =>
  verdict({
    drills: [
      drill("nano-drop", {
        verdict: outcome,
        replicates: [
          replicate({
            verdict: outcome,
            objectives: missed.map((id) =>
              objective({
                id,
                status: "missed",
                sentence: `${id} missed.`,
                examples: [{ contact: "c-1", message: "m-1", atSec: 3, what: "was lost" }],
              }),
            ),
          }),
        ],
      }),
    ],
  });

test.each([
  [clean, said("PASS"), ""],
  [benign, said("PASS"), ""],
  [benign, said("FAIL", "late"), "FAIL where it had to pass: late"],
  [defect, said("FAIL", "replies"), ""],
  [defect, said("FAIL", "replies", "late"), ""],
  [defect, said("FAIL", "late", "replies"), "failed by late, not by replies"],
  [defect, said("FAIL", "replies", "other"), "failed by replies, and by other, which it has no part in"],
  [defect, said("PASS"), "PASS where it had to fail by replies"],
  [defect, said("INCONCLUSIVE"), "INCONCLUSIVE where it had to fail by replies"],
] as const)("%#: holds a run against its cell", (cell, found, fault) => {
  expect(ruleCell(cell, found)).toMatchObject({ fault, asExpected: fault === "" });
});

test("the reason names the place in the evidence", () => {
  expect(ruleCell(defect, said("FAIL", "replies")).reason).toBe(
    "replies missed. contact c-1, message m-1, at 3.0 s: was lost",
  );
});

test("a run that says nothing is unclear, and an unclear cell is no success", () => {
  const ruling = ruleCell(clean, said("INCONCLUSIVE"));
  expect([ruling.unclear, ruling.asExpected]).toEqual([true, false]);
  expect(selftestSentence([ruling])).toBe("0 of 1 cells as expected, 0 not, 1 unclear");
});

test("the matrix shows which objective turned red, by cell and seed", () => {
  const rulings = [ruleCell(clean, said("PASS")), ruleCell(defect, said("FAIL", "replies"))];
  expect(killMatrix(rulings)).toBe("cell        seed 7\nclean       ok PASS\nlost-reply  ok replies");
});
