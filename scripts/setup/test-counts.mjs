import { readFileSync } from "node:fs";
import { basename } from "node:path";

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {readonly string[]} again tests that passed only when they were tried again, each with its file
 */

/**
 * @typedef {object} VitestJson the part of vitest's JSON report that is read here
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {readonly VitestFile[]} testResults
 */

/**
 * @typedef {object} VitestFile
 * @property {string} name
 * @property {string} status
 * @property {readonly { status: string, fullName?: string, failureMessages?: readonly string[] }[]} assertionResults
 */

/**
 * vitest's own counts. A file that failed without a failed test (it would not load, or a hook threw) counts as one
 * failure.
 * @param {VitestJson} report
 * @returns {Counts}
 */
export function countsOf(report) {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed"),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
    again: report.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status, failureMessages = [] }) => status === "passed" && failureMessages.length > 0)
        .map(({ fullName = "" }) => `${basename(name)} > ${fullName}`),
    ),
  };
}

/**
 * @param {string} file vitest's JSON report
 * @returns {Counts | undefined} undefined when it wrote none
 */
export function readCounts(file) {
  try {
    return countsOf(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

/**
 * @param {Counts} counts
 * @returns {string} the last line of `npm test`
 */
export const countLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
