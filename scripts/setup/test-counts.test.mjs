import { expect, test } from "vitest";
import { countLine, countsOf } from "./test-counts.mjs";

const EMPTY = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

test("adds files that failed without a failed test", () => {
  const testResults = [
    { name: "/x/a.test.ts", status: "failed", assertionResults: [] },
    { name: "/x/a.test.ts", status: "failed", assertionResults: [{ status: "passed" }] },
    { name: "/x/a.test.ts", status: "failed", assertionResults: [{ status: "failed" }] },
    { name: "/x/a.test.ts", status: "passed", assertionResults: [{ status: "passed" }] },
  ];
  expect(countsOf({ ...EMPTY, numPassedTests: 2, numFailedTests: 1, testResults })).toEqual({
    passed: 2,
    failed: 3,
    skipped: 0,
    again: [],
  });
});

test("names what passed only when tried again, and neither what passed at once nor what failed twice", () => {
  const again = ["Error: too late"];
  const assertionResults = [
    { status: "passed", fullName: "one", failureMessages: [] },
    { status: "passed", fullName: "two", failureMessages: again },
    { status: "failed", fullName: "three", failureMessages: [...again, ...again] },
  ];
  const testResults = [{ name: "/x/a.test.ts", status: "failed", assertionResults }];
  expect(countsOf({ ...EMPTY, testResults }).again).toEqual(["a.test.ts > two"]);
});

test("counts pending and to-do tests as skipped", () => {
  expect(countsOf({ ...EMPTY, numPendingTests: 2, numTodoTests: 1 }).skipped).toBe(3);
});

test.each([
  [{ passed: 12, failed: 0, skipped: 0, again: [] }, "12 passed, 0 failed"],
  [{ passed: 1, failed: 2, skipped: 3, again: [] }, "1 passed, 2 failed, 3 skipped"],
])("writes %j as a line", (counts, line) => {
  expect(countLine(counts)).toBe(line);
});
