import { expect, test } from "vitest";
import { readStimulusEntry, type StimulusEntry, type StimulusEntryKind } from "../schema/stimulus-journal.ts";
import { outstanding, stimulusAccounts } from "./stimulus-ledger.ts";

const SLOW = "origin-slow";
const step = (faultId: string) => ({
  via: "stack-fault" as const,
  ops: "http://127.0.0.1:4100",
  bearerFile: "/run/private/ops",
  faultId,
});
const planned = (...faultIds: string[]) => ({
  ...{ stimulus: SLOW, kind: "reversible", phase: "tail", leaseMs: 5000, faultIds, target: "the reference stack" },
  restore: faultIds.map(step),
  byHand: faultIds.map((id) => `DELETE /ops/v1/faults/${id}`),
});
const proof = { sentence: "gone", figures: {} };

const journal = (...lines: readonly (readonly [StimulusEntryKind, object])[]): StimulusEntry[] =>
  lines.map(([kind, data], index) => {
    const read = readStimulusEntry({ seq: index + 1, at: 1000 + index, kind, data });
    if (read.is !== "entry") throw new Error(`${kind} is ${read.is}`);
    return read.entry;
  });

test("what was planned and never spoken of again is outstanding, with its steps", () => {
  const [left, ...more] = outstanding(journal(["stimulus.planned", planned("r1-1-1")]));
  expect(more).toEqual([]);
  expect(left).toMatchObject({ stimulus: SLOW, steps: [step("r1-1-1")], residue: null });
  expect(left?.byHand).toEqual(["DELETE /ops/v1/faults/r1-1-1"]);
});

test("taken steps settle nothing: only a proof does", () => {
  const undone: [StimulusEntryKind, object] = [
    "stimulus.undone",
    { stimulus: SLOW, steps: [{ step: 0, done: true, reason: "removed" }] },
  ];
  const lines = [["stimulus.planned", planned("r1-1-1")], ["stimulus.injected", inForce()], undone] as const;
  expect(outstanding(journal(...lines))).toHaveLength(1);
  expect(outstanding(journal(...lines, ["stimulus.undo-proved", { stimulus: SLOW, ...proof }]))).toEqual([]);
});

test("residue stays outstanding until a later proof, whoever brings it", () => {
  const lines = [
    ["stimulus.planned", planned("r1-1-1")],
    ["stimulus.residue", { stimulus: SLOW, reason: "it is still held", byHand: ["DELETE it"] }],
  ] as const;
  expect(outstanding(journal(...lines))[0]?.residue).toBe("it is still held");
  expect(outstanding(journal(...lines, ["stimulus.undo-proved", { stimulus: SLOW, ...proof, by: "recover" }]))).toEqual(
    [],
  );
});

test("a second plan before the first was proved gone carries the steps of both", () => {
  const twice = journal(["stimulus.planned", planned("r1-1-1")], ["stimulus.planned", planned("r1-1-2")]);
  expect(outstanding(twice)[0]?.steps).toEqual([step("r1-1-1"), step("r1-1-2")]);
  const proved = journal(
    ["stimulus.planned", planned("r1-1-1")],
    ["stimulus.undo-proved", { stimulus: SLOW, ...proof }],
    ["stimulus.planned", planned("r1-1-2")],
  );
  expect(outstanding(proved)[0]?.steps).toEqual([step("r1-1-2")]);
});

test("an account tells whether it was in force and whether it lapsed", () => {
  const [account] = stimulusAccounts(
    journal(
      ["stimulus.planned", planned("r1-1-1")],
      ["stimulus.injected", inForce()],
      ["stimulus.lapsed", { stimulus: SLOW, faultId: "r1-1-1", reason: "no renewal for 5 s" }],
    ),
  );
  expect(account).toMatchObject({ wasInForce: true, lapsed: "no renewal for 5 s", settled: false });
});

test("an entry of a stimulus in a form of another version is unreadable, never passed over", () => {
  const at = { seq: 3, at: 1 };
  expect(readStimulusEntry({ ...at, kind: "phase.began", data: {} })).toEqual({ is: "none" });
  expect(readStimulusEntry({ ...at, kind: "stimulus.planned", data: { stimulus: SLOW } })).toEqual({
    ...{ is: "unreadable", kind: "stimulus.planned", seq: 3 },
  });
  expect(readStimulusEntry({ ...at, kind: "stimulus.paused", data: {} })).toMatchObject({ is: "unreadable" });
});

function inForce() {
  return { stimulus: SLOW, faultIds: ["r1-1-1"] };
}
