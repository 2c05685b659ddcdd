import { expect, test } from "vitest";
import type { Cell } from "./cells.ts";
import { runCells } from "./run-cells.ts";
import type { CellRuling } from "./ruling.ts";

const cells = [1, 2, 3].map((seed): Cell => ({ drill: "nano-drop", seed, kind: "clean" }));
const ruling = (cell: Cell, verdict: CellRuling["verdict"]): CellRuling => ({
  drill: cell.drill,
  seed: cell.seed,
  cell: "clean",
  kind: "clean",
  asExpected: verdict === "PASS",
  unclear: verdict === "INCONCLUSIVE",
  verdict,
  missed: [],
  reason: "",
  fault: verdict === "PASS" ? "" : verdict,
});

const play = async (
  outcomes: Record<number, CellRuling["verdict"][]>,
  jobs = 2,
  stopAfter = Number.POSITIVE_INFINITY,
) => {
  const control = new AbortController();
  const tries: number[] = [];
  const result = await runCells(cells, {
    jobs,
    signal: control.signal,
    run: async (cell) => {
      tries.push(cell.seed);
      if (tries.length >= stopAfter) control.abort();
      return ruling(cell, outcomes[cell.seed]?.shift() ?? "PASS");
    },
    onStart: () => {},
    onEnd: () => {},
  });
  return { tries, verdicts: result.map(({ seed, verdict }) => [seed, verdict]) };
};

test("runs every cell once and keeps their order", async () => {
  const { tries, verdicts } = await play({ 2: ["FAIL"] });
  expect([...tries].sort()).toEqual([1, 2, 3]);
  expect(verdicts).toEqual([
    [1, "PASS"],
    [2, "FAIL"],
    [3, "PASS"],
  ]);
});

test("an unclear cell is run once more, and its second answer stands", async () => {
  expect((await play({ 1: ["INCONCLUSIVE", "PASS"], 3: ["INCONCLUSIVE", "INCONCLUSIVE"] })).verdicts).toEqual([
    [1, "PASS"],
    [2, "PASS"],
    [3, "INCONCLUSIVE"],
  ]);
});

test("a failed cell is never tried again", async () => {
  expect((await play({ 1: ["FAIL", "PASS"] })).verdicts[0]).toEqual([1, "FAIL"]);
});

test("an interrupt starts no further cell", async () => {
  expect((await play({}, 1, 1)).tries).toEqual([1]);
});
