import { expect, test } from "vitest";
import { outstanding, stimulusAccounts } from "../../core/judging/stimulus-ledger.ts";
import type { StimulusEntryKind } from "../../core/schema/stimulus-journal.ts";
import { LEASE_MS, stage } from "../../test/stimulus/fake-stimulus.ts";

const kinds = ({ target }: ReturnType<typeof stage>): StimulusEntryKind[] => target.entries.map(({ kind }) => kind);
const dataOf = <K extends StimulusEntryKind>({ target }: ReturnType<typeof stage>, kind: K) =>
  target.entries.find((entry) => entry.kind === kind)?.data;

test("a reversible stimulus: planned on the disk before it, proved, undone, proved gone, steady again", async () => {
  const world = stage();
  await world.through(10_000);
  expect(kinds(world)).toEqual([
    "steady.before",
    "stimulus.planned",
    "stimulus.injected",
    "stimulus.effect",
    "stimulus.undone",
    "stimulus.undo-proved",
    "steady.after",
  ]);
  const { trace } = world.target;
  expect(trace.indexOf("append stimulus.planned synced")).toBeLessThan(trace.indexOf("inject r1-1-1"));
  expect(trace.filter((line) => line.startsWith("restore"))).toEqual(["restore r1-1-2", "restore r1-1-1"]);
  expect([world.faults, outstanding(world.target.entries)]).toEqual([[], []]);
  expect(world.steps).toEqual(["in-force", "effect-proved", "ending", "settled"]);
  // Renewed each third of a lease, twice since there are two faults, and held to the end.
  const undone = dataOf(world, "stimulus.undone");
  expect(undone).toMatchObject({ lease: { atEnd: "held", longestGapMs: LEASE_MS / 3 } });
});

test("a one-way stimulus is rolled forward and proved restored", async () => {
  const world = stage({ kind: "one-way" });
  await world.through(5000);
  expect(kinds(world)).toEqual([
    "steady.before",
    "stimulus.planned",
    "stimulus.acted",
    "stimulus.effect",
    "stimulus.rolled-forward",
    "stimulus.restored",
    "steady.after",
  ]);
  expect(dataOf(world, "stimulus.planned")).toMatchObject({ leaseMs: null, restore: [{ via: "stack-call" }] });
  expect([world.faults, world.target.leftOver()]).toEqual([[], []]);
});

test("nothing is done to a target that is not well, nor after its phase", async () => {
  const unwell = stage({ part: { steady: async () => ({ proved: false, sentence: "8 % errors", figures: {} }) } });
  await unwell.through(60_000);
  expect([kinds(unwell), unwell.faults]).toEqual([["steady.before"], ["FP-FAULT-006"]]);
  const brief = stage({ part: { steady: async () => ({ proved: false, sentence: "8 % errors", figures: {} }) } });
  await brief.through(50);
  expect([kinds(brief), brief.faults]).toEqual([["steady.before"], ["FP-FAULT-001"]]);
  const over = stage();
  over.run.over("load-ended");
  over.run.begin();
  await over.run.finished();
  expect(over.target.trace).toEqual([]);
});

test("without a plan on the disk nothing is sent", async () => {
  const world = stage({ mishap: (call, nth) => (call === "append" && nth > 1 ? "throws" : "none") });
  await world.through(10_000);
  expect(world.target.trace).toEqual(["steady", "append steady.before", "append stimulus.planned synced"]);
  expect(world.faults).toEqual(["FP-RUN-002"]);
});

test("a journal that fails afterwards ends the stimulus at once; it is undone all the same, and counts as unproved", async () => {
  const world = stage({ mishap: (call, nth) => (call === "append" && nth > 4 ? "throws" : "none") });
  await world.through(3_600_000);
  expect(world.target.leftOver()).toEqual([]);
  expect(world.target.trace).toContain("restore r1-1-1");
  expect(outstanding(world.target.entries)).toHaveLength(1);
  expect(world.time.clock.now() - 1_700_000_000_000).toBeLessThan(60_000);
});

test("the second of two faults fails: the first is undone", async () => {
  let injected = 0;
  const world = stage({ mishap: (call) => (call === "inject" && ++injected === 2 ? "throws" : "none") });
  await world.through(10_000);
  expect(kinds(world)).toEqual([
    "steady.before",
    "stimulus.planned",
    "stimulus.undone",
    "stimulus.undo-proved",
    "steady.after",
  ]);
  expect([world.faults, world.target.leftOver()]).toEqual([["FP-FAULT-001"], []]);
  expect(stimulusAccounts(world.target.entries)[0]).toMatchObject({ wasInForce: false, settled: true });
});

test("an injection that was given up and reaches the target later is undone behind it", async () => {
  const world = stage({
    mishap: (call) => (call === "inject" ? "late" : "none"),
    part: { leaseMs: 60_000 },
  });
  await world.through(30_000);
  const { trace } = world.target;
  expect(trace.filter((line) => line === "restore r1-1-1")).toHaveLength(2);
  expect([world.faults, world.target.leftOver()]).toEqual([["FP-FAULT-001"], []]);
});

test("no effect that could be proved: said so, and not left in place", async () => {
  const world = stage({ part: { proveEffect: async () => ({ proved: false, sentence: "0 struck", figures: {} }) } });
  await world.through(3_600_000);
  expect(dataOf(world, "stimulus.effect")).toMatchObject({ proved: false, sentence: "0 struck" });
  expect([world.faults, world.target.leftOver()]).toEqual([["FP-FAULT-004"], []]);
  expect(world.time.clock.now() - 1_700_000_000_000).toBeLessThan(10_000);
});

test("renewals that fail for a whole lease are a lapse", async () => {
  const world = stage({ mishap: (call) => (call === "renew" ? "throws" : "none") });
  await world.through(60_000);
  expect(kinds(world)).toContain("stimulus.lapsed");
  expect([world.faults, outstanding(world.target.entries)]).toEqual([["FP-FAULT-003"], []]);
});

test("renewals that hang are a lapse, too, and hold nothing up", async () => {
  const world = stage({ mishap: (call) => (call === "renew" ? "hangs" : "none") });
  await world.through(60_000);
  expect([world.faults, world.target.leftOver()]).toEqual([["FP-FAULT-003"], []]);
});

test("a fault that was gone before anybody took it away has lapsed, whatever the renewals said", async () => {
  const world = stage({ part: { proveEffect: async () => ({ proved: true, sentence: "it seemed so", figures: {} }) } });
  world.time.after(9900, () => world.target.held.clear());
  await world.through(10_000);
  expect(dataOf(world, "stimulus.undone")).toMatchObject({ lease: { atEnd: "gone" } });
  expect(world.faults).toEqual(["FP-FAULT-003"]);
});

test("what will not go away is residue, with the line to type and in its own words", async () => {
  const world = stage({ mishap: (call) => (call === "restore" ? "throws" : "none"), part: { leaseMs: 600_000 } });
  await world.through(10_000);
  expect(dataOf(world, "stimulus.residue")).toMatchObject({
    byHand: ["DELETE /ops/v1/faults/r1-1-1", "DELETE /ops/v1/faults/r1-1-2"],
  });
  expect(world.target.trace).toContain("append stimulus.residue synced");
  expect(world.faults).toEqual(["FP-FAULT-005"]);
});

test("a step that works at the third try is no residue", async () => {
  let tries = 0;
  const world = stage({ mishap: (call) => (call === "restore" && ++tries < 3 ? "throws" : "none") });
  await world.through(10_000);
  expect(dataOf(world, "stimulus.undone")).toMatchObject({
    steps: [{ step: 1, reason: "done at attempt 3" }, { step: 0 }],
  });
  expect(world.faults).toEqual([]);
});

test("a second interrupt shortens the waits and takes no step away", async () => {
  const hanging = (): ReturnType<typeof stage> =>
    stage({ mishap: (call) => (call === "restore" ? "hangs" : "none"), part: { leaseMs: 600_000 } });
  const took = async (world: ReturnType<typeof stage>, hurry: boolean): Promise<number> => {
    world.time.after(5000, () => world.run.over("aborted"));
    if (hurry) world.time.after(6000, () => world.run.hurry());
    await world.through(3_600_000);
    return world.time.clock.now() - 1_700_000_005_000;
  };
  const patient = hanging();
  const pressed = hanging();
  const [patientMs, pressedMs] = [await took(patient, false), await took(pressed, true)];
  expect(pressedMs).toBeLessThan(patientMs / 3);
  const restores = ({ target }: ReturnType<typeof stage>): string[] =>
    target.trace.filter((line) => line.startsWith("restore"));
  expect(restores(pressed)).toEqual(restores(patient));
  expect(pressed.faults).toEqual(["FP-FAULT-005"]);
});

test("a target that ended with the run took the fault with it", async () => {
  let ended = false;
  const world = stage({
    targetEnded: () => ended,
    mishap: (call) => (ended && call !== "append" ? "throws" : "none"),
  });
  world.time.after(4000, () => {
    ended = true;
    world.run.over("target-ended");
  });
  await world.through(60_000);
  expect(dataOf(world, "stimulus.undo-proved")).toMatchObject({
    sentence: "the target has ended, and the fault with it",
  });
  expect(world.faults).toEqual([]);
  expect(dataOf(world, "steady.after")).toMatchObject({ proved: false });
});

test("a target without its own lease and nobody on guard: refused", async () => {
  const world = stage({ ownLease: false });
  await world.through(10_000);
  expect([kinds(world), world.faults]).toEqual([["steady.before"], ["FP-FAULT-007"]]);
});

test("with a watchdog it is armed before, beaten with each renewal, and sent home after the proof alone", async () => {
  const lines: string[] = [];
  const watchdog = {
    arm: async (steps: readonly object[], leaseMs: number) => void lines.push(`arm ${steps.length} ${leaseMs}`),
    beat: async () => void lines.push("beat"),
    disarm: async () => void lines.push("disarm"),
  };
  const world = stage({ ownLease: false, watchdog });
  await world.through(2500);
  expect(lines).toEqual(["arm 2 3000", "beat", "beat", "beat", "beat", "disarm"]);
  lines.length = 0;
  const residue = stage({
    ...{ ownLease: false, watchdog, part: { leaseMs: 600_000 } },
    mishap: (call) => (call === "restore" ? "throws" : "none"),
  });
  await residue.through(2500);
  expect(lines).toEqual(["arm 2 600000"]);
});

test("a listener that throws keeps no fault in place", async () => {
  const world = stage({
    onStep: () => {
      throw new Error("the terminal is gone");
    },
  });
  await world.through(5000);
  expect([world.target.leftOver(), kinds(world).at(-1)]).toEqual([[], "steady.after"]);
});
