import { expect, test } from "vitest";
import { countLine, countsOf } from "./test-counts.mjs";

const EMPTY = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

test("adds files that failed without a failed test", () => {
  const testResults = [
    { status: "failed", assertionResults: [] },
    { status: "failed", assertionResults: [{ status: "passed" }] },
    { status: "failed", assertionResults: [{ status: "failed" }] },
    { status: "passed", assertionResults: [{ status: "passed" }] },
  ];
  expect(countsOf({ ...EMPTY, numPassedTests: 2, numFailedTests: 1, testResults })).toEqual({
    passed: 2,
    failed: 3,
    skipped: 0,
  });
});

test("counts pending and to-do tests as skipped", () => {
  expect(countsOf({ ...EMPTY, numPendingTests: 2, numTodoTests: 1 }).skipped).toBe(3);
});

test.each([
  [{ passed: 12, failed: 0, skipped: 0 }, "12 passed, 0 failed"],
  [{ passed: 1, failed: 2, skipped: 3 }, "1 passed, 2 failed, 3 skipped"],
])("writes %j as a line", (counts, line) => {
  expect(countLine(counts)).toBe(line);
});
