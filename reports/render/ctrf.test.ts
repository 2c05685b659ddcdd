import { validate } from "ctrf";
import { expect, test } from "vitest";
import { renderCtrf } from "./ctrf.ts";
import { drill, notRun, verdict } from "./verdict-builder.ts";
import { cannotTell, notReady, ready, withResidue } from "./verdict-examples.ts";
import { hostileVerdict } from "./verdict-hostile.ts";

interface Report {
  results: {
    summary: Record<string, number>;
    tests: { name: string; status: string; rawStatus: string; suite: string[] }[];
  };
}
const made = (of: ReturnType<typeof ready>): Report["results"] => {
  const report: Report = JSON.parse(renderCtrf(of));
  return report.results;
};

test.each([
  ["ready", ready()],
  ["not ready", notReady()],
  ["cannot tell", cannotTell()],
  ["residue", withResidue()],
  ["hostile", hostileVerdict()],
  ["without drills, names or an end", verdict({ drills: [] }, { endedAt: null, id: "", versions: {}, dropName: "" })],
  ["with a clock that went back", verdict({}, { endedAt: "2020-01-01T00:00:00.000Z" })],
  ["with an empty title", verdict({ drills: [drill("nano-drop", { title: "" })] })],
])("is valid by the published schema: %s", (_name, of) => {
  const { valid, errors } = validate(JSON.parse(renderCtrf(of)));
  expect([valid, errors]).toEqual([true, []]);
  const { summary, tests } = made(of);
  const counted = ["passed", "failed", "skipped", "pending", "other"].map(
    (status) => tests.filter((test) => test.status === status).length,
  );
  expect(counted).toEqual([
    summary["passed"],
    summary["failed"],
    summary["skipped"],
    summary["pending"],
    summary["other"],
  ]);
  expect(summary["tests"]).toBe(tests.length);
});

test("the schema that this rests on refuses what is no CTRF", () => {
  expect(validate({ reportFormat: "CTRF", specVersion: "0.0.0", results: { tests: [] } }).valid).toBe(false);
});

test("nothing but READY is without a failed test", () => {
  expect(made(ready()).summary["failed"]).toBe(0);
  expect(made(notReady()).summary["failed"]).toBeGreaterThan(0);
  expect(made(cannotTell()).summary["failed"]).toBeGreaterThan(0);
  expect(made(verdict({ verdict: "CAN'T TELL", drills: [] })).summary["failed"]).toBe(1);
});

test("INCONCLUSIVE and a required drill that did not run are `other`, never skipped or passed", () => {
  const { tests } = made(
    verdict({
      drills: [
        drill("nano-drop", { verdict: "INCONCLUSIVE", required: false, replicates: [] }),
        notRun("key-rotation", true, "no hook"),
        notRun("solo-cost", false, "not asked"),
      ],
    }),
  );
  expect(tests.slice(1).map(({ status, rawStatus }) => [status, rawStatus])).toEqual([
    ["other", "INCONCLUSIVE"],
    ["other", "NOT RUN"],
    ["skipped", "NOT RUN"],
  ]);
});
