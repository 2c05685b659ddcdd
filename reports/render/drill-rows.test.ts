import { expect, test } from "vitest";
import { drillRows, worstReplicate } from "./drill-rows.ts";
import { drill, notRun, objective, replicate } from "./verdict-builder.ts";
import { notReady } from "./verdict-examples.ts";

test("lists failed drills first, then open ones, passes, and what nobody required last", () => {
  const order = drillRows([
    notRun("nano-drop", false, "not asked for"),
    drill("key-rotation"),
    notRun("cache-eviction", true, "no hook"),
    drill("overloaded-fulfilment", { verdict: "INCONCLUSIVE" }),
    drill("solo-cost", { verdict: "FAIL" }),
    drill("post-event-audit", { verdict: "FAIL", required: false }),
  ]).map(({ drill: { drill: id } }) => id);
  expect(order).toEqual([
    "post-event-audit",
    "solo-cost",
    "overloaded-fulfilment",
    "cache-eviction",
    "key-rotation",
    "nano-drop",
  ]);
});

test("lets the worst objective of all replicates speak for a drill", () => {
  const row = drillRows(notReady().drills).find(({ drill: { drill: id } }) => id === "nano-drop");
  expect(row?.worst?.objective).toMatchObject({ id: "reply-human-p95", misses: 9, allowed: 6 });
  expect(row?.worst?.replicate.replicate).toBe(2);
});

test("prefers a key objective to a shown one, and the fuller allowance among the met", () => {
  const objectives = [
    objective({ id: "shown", key: false, status: "missed", misses: 50 }),
    objective({ id: "easy", misses: 1, allowed: 10 }),
    objective({ id: "tight", misses: 9, allowed: 10 }),
  ];
  expect(drillRows([drill("nano-drop", { replicates: [replicate({ objectives })] })])[0]?.worst?.objective.id).toBe(
    "tight",
  );
});

test("has no objective to show when a drill has none", () => {
  expect(drillRows([drill("nano-drop", { replicates: [] })])[0]?.worst).toBeNull();
  expect(worstReplicate(drill("nano-drop", { replicates: [] }))).toBeNull();
});
