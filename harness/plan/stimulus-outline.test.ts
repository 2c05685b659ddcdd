import { expect, test } from "vitest";
import type { CatalogEntry } from "../../drills/catalog.ts";
import { nanoDropCachePurge } from "../../test/example-drills/cache-purge.ts";
import { nanoDropEntry } from "../../test/example-drills/nano-drop-entry.ts";
import { nanoDropOriginSlow, originSlowStimulus } from "../../test/example-drills/origin-slow.ts";
import { outlineLines } from "../../scripts/cli/outline-lines.ts";
import { defaultPlan } from "./default-plan.ts";
import { phaseRefusals, stimulusRefusals } from "./outline-refusals.ts";
import { resolvePhases } from "./profiles.ts";
import { outlineDigest, outlineRun } from "./run-outline.ts";

const outlineWith = (entry: CatalogEntry) => {
  const plan = defaultPlan();
  return outlineRun({
    ...{ plan, phases: resolvePhases(plan, "smoke"), profile: "smoke", replicates: 1, drills: ["nano-drop"] },
    ...{ arrivalsSec: null, target: null, catalog: [entry] },
  });
};

test("a plan names each stimulus with its kind, phase and lease, and the steps that take it back", () => {
  const reversible = outlineWith(nanoDropOriginSlow);
  expect(reversible.stimuli).toEqual([
    { drill: "nano-drop", id: "origin-slow", kind: "reversible", phase: "tail", leaseMs: 3000 },
  ]);
  expect(reversible.undo).toEqual(["DELETE /ops/v1/faults/<id> at <ops>"]);
  expect(outlineLines(reversible, "ab".repeat(32))).toContain(
    "stimuli: origin-slow (reversible, lease 3 s; nano-drop, phase tail) · to undo: DELETE /ops/v1/faults/<id> at <ops>",
  );
  const oneWay = outlineWith(nanoDropCachePurge);
  expect(oneWay.stimuli).toMatchObject([{ id: "cache-purge", kind: "one-way", leaseMs: null }]);
  expect(oneWay.undo).toEqual([`POST /ops/v1/islands/${defaultPlan().drop.event}/stage at <ops>`]);
  expect(outlineDigest(oneWay)).not.toBe(outlineDigest(reversible));
});

test("steps by the fault proxy and by hooks are named without their values", () => {
  const mixed = nanoDropEntry({
    ...originSlowStimulus,
    faults: () => [
      { via: "proxy-toxic", toxic: { type: "down", direction: "downstream", share: 1 } },
      { via: "hook", inject: "cut", undo: "mend", prove: null, values: { token: "not-to-be-shown" } },
    ],
  });
  expect(outlineWith(mixed).undo).toEqual(["DELETE /v1/toxics/<id> at <fault proxy>", "hook mend"]);
});

test("a stimulus whose phase the plan does not have is refused: it would never begin", () => {
  const { stimuli } = outlineWith(nanoDropOriginSlow);
  const phases = resolvePhases(defaultPlan(), "smoke");
  expect(phaseRefusals(stimuli, defaultPlan(), phases)).toEqual([]);
  expect(phaseRefusals(stimuli, defaultPlan(), { ...phases, tailSec: 0 }).map(({ code }) => code)).toEqual([
    "FP-FAULT-008",
  ]);
});

test("a stimulus that the target file does not allow is refused by its name", () => {
  const { stimuli } = outlineWith(nanoDropOriginSlow);
  expect(stimulusRefusals(stimuli, { name: "staging", allowedStimuli: ["origin-slow", "erasure"] })).toEqual([]);
  const refusals = stimulusRefusals(stimuli, { name: "staging", allowedStimuli: ["origin-down"] });
  expect(refusals.map(({ code, message }) => [code, message])).toEqual([
    ["FP-TARGET-020", "nano-drop would do origin-slow to staging, and its target file does not allow that."],
  ]);
});
