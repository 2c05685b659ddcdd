import { expect, test } from "vitest";
import type { OneWayStimulus, ReversibleStimulus } from "../../core/contract/stimulus.ts";
import type { StimulusEntryKind } from "../../core/schema/stimulus-journal.ts";
import { createStimulusChecks } from "./stimulus-checks.ts";

const never = () => Promise.reject(new Error("a judge asks nobody"));
const SLOW: ReversibleStimulus = {
  ...{ id: "origin-slow", kind: "reversible", phase: "tail", leaseMs: 3000, proveLimitMs: 1000 },
  ...{ steady: never, proveEffect: never, proveUndo: never, faults: () => [] },
};
const PURGE: OneWayStimulus = {
  ...{ id: "cache-purge", kind: "one-way", phase: "tail", proveLimitMs: 1000 },
  ...{ steady: never, proveEffect: never, proveRestored: never, act: () => [], rollForward: () => [] },
};
type Line = readonly [StimulusEntryKind, Readonly<Record<string, unknown>>];

const proof = { proved: true, sentence: "as it should be", figures: {} };
const planned = (kind: string, faultIds: readonly string[]) => ({
  ...{ kind, phase: "tail", leaseMs: kind === "reversible" ? 3000 : null, faultIds, target: "the stack" },
  restore: faultIds.map((faultId) => ({ via: "stack-fault", ops: "http://127.0.0.1:1", bearerFile: "/f", faultId })),
  byHand: faultIds.map((id) => `DELETE ${id}`),
});
const whole: readonly Line[] = [
  ["steady.before", proof],
  ["stimulus.planned", planned("reversible", ["r-1-1"])],
  ["stimulus.injected", { faultIds: ["r-1-1"] }],
  ["stimulus.effect", proof],
  ["stimulus.undone", { steps: [], lease: { renewals: 4, longestGapMs: 1010, atEnd: "held" } }],
  ["stimulus.undo-proved", { sentence: "gone", figures: {} }],
  ["steady.after", proof],
];
const rolled: readonly Line[] = [
  ["steady.before", proof],
  ["stimulus.planned", planned("one-way", [])],
  ["stimulus.acted", { calls: 1 }],
  ["stimulus.effect", proof],
  ["stimulus.rolled-forward", { steps: [] }],
  ["stimulus.restored", { sentence: "staged", figures: {} }],
  ["steady.after", proof],
];

function found(lines: readonly Line[], wanted: ReversibleStimulus | OneWayStimulus | { kind: "none" } = SLOW) {
  const checks = createStimulusChecks(wanted);
  for (const [index, [kind, data]] of lines.entries()) {
    const id = wanted.kind === "none" ? "origin-slow" : wanted.id;
    checks.journal({ seq: index + 1, at: 1000 + 500 * index, kind, data: { stimulus: id, ...data } });
  }
  return checks.finish({ t0: 1000, timeFactor: 10 });
}
const broken = (lines: readonly Line[], wanted: ReversibleStimulus | OneWayStimulus = SLOW): string[] =>
  found(lines, wanted)
    .checks.filter(({ ok }) => !ok)
    .map(({ id }) => id);
const without = (lines: readonly Line[], kind: StimulusEntryKind): Line[] => lines.filter(([one]) => one !== kind);
const altered = (kind: StimulusEntryKind, data: Readonly<Record<string, unknown>>): Line[] =>
  whole.map((line): Line => (line[0] === kind ? [kind, { ...line[1], ...data }] : line));

test("a whole account of either kind spoils nothing, and shows when it was in force", () => {
  expect([broken(whole), broken(rolled, PURGE)]).toEqual([[], []]);
  expect(found(whole)).toMatchObject({
    residue: [],
    stimulus: { id: "origin-slow", kind: "reversible", phase: "tail", state: "proved" },
    band: { label: "origin-slow", from: 10, to: 20 },
  });
  expect(found(rolled, PURGE).checks.map(({ id }) => id)).toEqual([
    ...["steady-before", "stimulus-effect", "restored", "steady-after"],
  ]);
});

test("each entry that is not there is a check that fails: absence is never green", () => {
  expect(broken([])).toEqual(["steady-before", "stimulus-effect", "lease-held", "undo-proved", "steady-after"]);
  expect(broken(without(whole, "steady.before"))).toEqual(["steady-before"]);
  expect(broken(without(whole, "stimulus.injected"))).toEqual(["stimulus-effect"]);
  expect(broken(without(whole, "stimulus.effect"))).toEqual(["stimulus-effect"]);
  expect(broken(without(whole, "stimulus.undone"))).toEqual(["lease-held"]);
  expect(broken(without(whole, "stimulus.undo-proved"))).toEqual(["undo-proved"]);
  expect(broken(without(whole, "steady.after"))).toEqual(["steady-after"]);
  expect(broken(without(rolled, "stimulus.acted"), PURGE)).toEqual(["stimulus-effect"]);
  expect(broken(without(rolled, "stimulus.restored"), PURGE)).toEqual(["restored"]);
});

test("what was looked at and not so fails by its own sentence", () => {
  const no = { proved: false, sentence: "0 struck" };
  expect(broken(altered("steady.before", no))).toEqual(["steady-before"]);
  expect(broken(altered("steady.after", no))).toEqual(["steady-after"]);
  const effect = found(altered("stimulus.effect", no)).checks.find(({ id }) => id === "stimulus-effect");
  expect(effect).toMatchObject({ ok: false, sentence: "origin-slow: 0 struck." });
});

test.each([
  ["renewed too late", { lease: { renewals: 4, longestGapMs: 3000, atEnd: "held" } }],
  ["gone at its end", { lease: { renewals: 4, longestGapMs: 1000, atEnd: "gone" } }],
  ["of an unknown standing at its end", { lease: { renewals: 4, longestGapMs: 1000, atEnd: "unknown" } }],
])("a lease %s was not held", (_what, data) => {
  expect(broken(altered("stimulus.undone", data))).toEqual(["lease-held"]);
});

test("a lapse is told although everything else looks well", () => {
  const lapsed: Line = ["stimulus.lapsed", { faultId: "r-1-1", reason: "no renewal for 3 s" }];
  expect(broken(whole.toSpliced(4, 0, lapsed))).toEqual(["lease-held"]);
});

test("what was planned and not proved gone is residue, with the lines to type, in any drill", () => {
  const cut = whole.slice(0, 3);
  const residue = { stimulus: "origin-slow", target: "the stack", byHand: ["DELETE r-1-1"] };
  expect(found(cut)).toMatchObject({ residue: [residue], stimulus: { state: "residue" }, band: null });
  expect(found(cut, { kind: "none" })).toMatchObject({ checks: [], residue: [residue], stimulus: null });
  const said: Line = ["stimulus.residue", { reason: "it is still held", byHand: ["DELETE r-1-1"] }];
  expect(found([...cut, said]).residue).toMatchObject([{ reason: "it is still held" }]);
});

test("another recovers it later: nothing is left, and the check says who", () => {
  const recovered: Line = ["stimulus.undo-proved", { sentence: "gone", figures: {}, by: "recover" }];
  const { checks, residue, whole: check } = found([...whole.slice(0, 3), recovered]);
  expect([residue, check?.ok]).toEqual([[], true]);
  expect(checks.find(({ id }) => id === "undo-proved")?.sentence).toContain("by recover");
});

test("a stimulus in the words of another version spoils every drill", () => {
  const odd: Line = ["stimulus.planned", { surprise: true }];
  expect(found([odd], { kind: "none" }).checks).toMatchObject([{ id: "stimulus-readable", ok: false }]);
});

test("another stimulus than the drill's own proves nothing of it", () => {
  const checks = createStimulusChecks(SLOW);
  for (const [index, [kind, data]] of rolled.entries())
    checks.journal({ seq: index + 1, at: 1, kind, data: { stimulus: "cache-purge", ...data } });
  expect(checks.finish({ t0: 1, timeFactor: 1 }).checks.filter(({ ok }) => ok)).toEqual([]);
});
