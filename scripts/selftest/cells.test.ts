import { describe, expect, test } from "vitest";
import type { DrillId } from "../../core/contract/ids.ts";
import { CATALOG } from "../../drills/catalog.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import { BENIGN, DEFECTS, PARTNER_BENIGN, PARTNER_DEFECTS } from "../../mock-platform/defects.ts";
import { type CellChoice, cellName, cellsOf } from "./cells.ts";

const ALL: CellChoice = { seeds: [7], quick: false, only: [], shard: { part: 1, of: 1 } };
const [nanoDrop] = CATALOG;
if (nanoDrop === undefined) throw new Error("the catalogue is empty");
const names = (choice: Partial<CellChoice>): string[] =>
  cellsOf("nano-drop", nanoDrop.selftest, { ...ALL, ...choice }).map(cellName);

test("the clean stack, each defect and each benign control, for each seed", () => {
  const { defects, benign } = nanoDrop.selftest;
  expect(names({})).toHaveLength(1 + defects.length + benign.length);
  expect(names({ seeds: [7, 8, 9] })).toHaveLength(3 * (1 + defects.length + benign.length));
});

test("the quick form has one defect, another with each seed", () => {
  expect(names({ quick: true, seeds: [7, 8] })).toEqual(["clean", "island-missing", "clean", "proof-unchecked"]);
});

test("shards share the cells out without loss or overlap", () => {
  const parts = [1, 2, 3].flatMap((part) => names({ seeds: [7, 8], shard: { part, of: 3 } }));
  expect([...parts].sort()).toEqual([...names({ seeds: [7, 8] })].sort());
});

test("only the cells that are named", () => {
  expect(names({ only: ["clean", "queue-jump"] })).toEqual(["clean", "queue-jump"]);
  expect(names({ only: ["no-such"] })).toEqual([]);
});

describe.each(CATALOG.map((entry) => [entry.definition.meta.id, entry] as const))("%s", (_id, entry) => {
  const objectives = entry.definition.objectives(defaultPlan().budgets);
  const key = objectives.filter((one) => one.key).map((one) => one.id);

  test("each defect is a switch of the stack and names key objectives that exist", () => {
    for (const { name, reason, also } of entry.selftest.defects) {
      expect(Object.keys({ ...DEFECTS, ...PARTNER_DEFECTS })).toContain(name);
      expect(key).toEqual(expect.arrayContaining([reason, ...also]));
    }
  });

  test("no defect's reason is another's: each is told apart", () => {
    const reasons = entry.selftest.defects.map(({ reason }) => reason);
    expect(new Set(reasons).size).toBe(reasons.length);
  });

  test("each key objective that staffing does not decide has a defect that turns it red", () => {
    const reasons = entry.selftest.defects.map(({ reason }) => reason);
    const system = objectives.filter((one) => one.key && !one.decidedByQueue).map((one) => one.id);
    expect(system.filter((id) => !reasons.includes(id) && id !== "first-contact-resolution")).toEqual([]);
  });

  test("each benign control is a switch of the stack or another kind of customer", () => {
    for (const { switches, customers } of entry.selftest.benign) {
      for (const name of switches) expect(Object.keys({ ...BENIGN, ...PARTNER_BENIGN })).toContain(name);
      expect(switches.length + Object.keys(customers).length).toBeGreaterThan(0);
    }
  });
});

/** Switches that came before their drill: owed by it, and by nobody while the catalogue has it not. */
const OWED: Readonly<Partial<Record<DrillId, readonly string[]>>> = {
  "overloaded-fulfilment": Object.keys({ ...PARTNER_DEFECTS, ...PARTNER_BENIGN }),
};

test("each defect and each benign control of the stack is in some drill's selftest, or owed by a drill to come", () => {
  const here = new Set<string>(CATALOG.map(({ definition }) => definition.meta.id));
  const owed = Object.entries(OWED).flatMap(([id, names]) => (here.has(id) ? [] : names));
  const used = CATALOG.flatMap(({ selftest }) => [
    ...selftest.defects.map(({ name }) => name),
    ...selftest.benign.flatMap(({ switches }) => switches),
  ]);
  const all = Object.keys({ ...DEFECTS, ...BENIGN, ...PARTNER_DEFECTS, ...PARTNER_BENIGN });
  expect(all.filter((name) => !used.includes(name) && !owed.includes(name))).toEqual([]);
});
