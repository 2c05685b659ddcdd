import { expect, test } from "vitest";
import type { DrillVerdict } from "../../core/contract/ids.ts";
import type { DrillVerdictRecord, ReplicateVerdict } from "../../core/schema/verdict.ts";
import { rollUpReplicates } from "./drill-verdict.ts";
import { forecastOf, rollUpDrills } from "./run-verdict.ts";

const drill = (verdict: DrillVerdict, required = true): DrillVerdictRecord => ({
  drill: "nano-drop",
  title: "",
  why: "",
  required,
  verdict,
  sentence: verdict,
  code: null,
  met: 0,
  of: 0,
  replicates: [],
});
const replicate = (verdict: DrillVerdict, decidedByQueue = true): ReplicateVerdict => ({
  replicate: 1,
  seed: 1,
  verdict,
  reason: verdict,
  aborted: false,
  validity: [],
  objectives:
    verdict === "FAIL"
      ? [
          {
            id: "one",
            title: "",
            failureTitle: "",
            key: true,
            status: "missed",
            population: "",
            statistic: "count",
            limit: { value: 0, unit: "count", clock: null },
            measured: null,
            n: 1,
            leastN: 1,
            misses: 1,
            allowed: 0,
            sentence: "missed",
            next: "",
            code: "",
            decidedByQueue,
            examples: [],
          },
        ]
      : [],
  charts: [],
  tables: [],
  evidence: "",
});
const drillOf = (...verdicts: DrillVerdict[]) => rollUpReplicates(verdicts.map((one) => replicate(one))).verdict;

test("nothing, nothing required, or only optional passes: CAN'T TELL", () => {
  expect(rollUpDrills([], null).verdict).toBe("CAN'T TELL");
  expect(rollUpDrills([drill("PASS", false)], null).verdict).toBe("CAN'T TELL");
});

test.each<[DrillVerdict[], string]>([
  [["PASS"], "READY"],
  [["PASS", "FAIL"], "NOT READY"],
  [["FAIL", "INCONCLUSIVE"], "NOT READY"],
  [["PASS", "INCONCLUSIVE"], "CAN'T TELL"],
  [["PASS", "NOT RUN"], "CAN'T TELL"],
])("required drills %j make the run %s", (verdicts, expected) => {
  expect(
    rollUpDrills(
      verdicts.map((one) => drill(one)),
      null,
    ).verdict,
  ).toBe(expected);
});

test("an aborted run is never READY, and says what ended it", () => {
  expect(rollUpDrills([drill("PASS")], { code: "FP-STOP-001", message: "Stopped by a file." })).toEqual({
    verdict: "CAN'T TELL",
    sentence: "Stopped by a file.",
  });
});

test("replicates: all pass, one of three fails, two fail, the only one fails", () => {
  expect(drillOf("PASS", "PASS", "PASS")).toBe("PASS");
  expect(drillOf("PASS", "FAIL", "PASS")).toBe("INCONCLUSIVE");
  expect(drillOf("FAIL", "FAIL", "PASS")).toBe("FAIL");
  expect(drillOf("FAIL")).toBe("FAIL");
  expect(drillOf("PASS", "INCONCLUSIVE")).toBe("INCONCLUSIVE");
  expect(drillOf()).toBe("NOT RUN");
});

test("an objective that no queue decides fails the drill at its first miss", () => {
  expect(rollUpReplicates([replicate("PASS"), replicate("FAIL", false), replicate("PASS")]).verdict).toBe("FAIL");
});

test("the sentence is the failed replicate's reason, its first miss; of one among several, what fails for itself", () => {
  const late = { ...replicate("FAIL", false), reason: "nobody was answered" };
  expect(rollUpReplicates([late]).sentence).toBe("nobody was answered");
  expect(rollUpReplicates([replicate("PASS"), late, late]).sentence).toBe("nobody was answered");
  expect(rollUpReplicates([replicate("PASS"), late, replicate("PASS")]).sentence).toBe("missed");
});

test("the forecast is 0.05^(1/k), and one run gives none", () => {
  expect(forecastOf("READY", 1)).toBe("one run: no forecast");
  expect(forecastOf("READY", 3)).toContain("at least 36 %");
  expect(forecastOf("READY", 10)).toContain("at least 74 %");
});
