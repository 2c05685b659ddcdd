import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runGates } from "./gates.mjs";
import { leftOutLine, longTests } from "./long-tests.mjs";
import { readSkipNotes, skipLines } from "./skip-notes.mjs";
import { projectEnv, runProject } from "./spawn-project.mjs";
import { countLine, readCounts } from "./test-counts.mjs";

/**
 * @typedef {object} TestOptions
 * @property {import("./places.mjs").Places} places
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {import("./set-up.mjs").Tools} tools
 * @property {readonly string[]} args for vitest; with any, only vitest runs
 * @property {(line: string) => void} say
 * @property {import("node:child_process").StdioOptions} [stdio] of vitest
 */

/**
 * `npm test`: the gates (checks, lint, types), then vitest. The last line is `N passed, N failed`, as vitest counted;
 * a gate that failed, and under CI=true a tool that is missing, counts as one more failure. Under CI=true a test that
 * fails is tried once more, and told by its name where it then passes. Long tests run under CI=true, with --all and where tests are named; where they do not, a line says so.
 * @param {TestOptions} options
 * @returns {Promise<number>} exit code
 */
export async function runTests({ places, env, tools, args: given, say, stdio = "inherit" }) {
  const { root, cache } = places;
  const reportFile = join(cache, `test-report-${process.pid}.json`);
  const skipFile = join(cache, `test-skips-${process.pid}.ndjson`);
  mkdirSync(cache, { recursive: true });
  const inCi = env["CI"] === "true";
  const { args, long } = longTests(given, inCi);
  const gates = args.length > 0 ? { failed: [], stopped: undefined } : await runGates({ root, env, tools, say });
  if (gates.stopped !== undefined) return gates.stopped;
  try {
    const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
    // A job has one go on a machine that others use: what fails is tried once more, and told by its name.
    const retry = inCi ? ["--retry=1"] : [];
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
    const code = await runProject(tools.node, [vitest, "run", ...reporters, ...retry, ...args], {
      cwd: root,
      env: {
        ...projectEnv(env, root, tools),
        FIELDPROOF_SKIP_NOTES: skipFile,
        FIELDPROOF_LONG_TESTS: long ? "1" : "0",
      },
      stdio,
    });
    const counts = readCounts(reportFile) ?? { passed: 0, failed: 0, skipped: 0, again: [] };
    if (code !== 0 && counts.failed === 0) {
      say(`vitest ended with ${code} though no test failed; see above.`);
      counts.failed = 1;
    }
    for (const gate of gates.failed) say(`Failed before the tests: ${gate}`);
    for (const { tool, reason } of tools.missing) say(`${inCi ? "Failed" : "Note"}: ${tool} is missing: ${reason}`);
    for (const line of skipLines(readSkipNotes(skipFile), tools.missing)) say(line);
    for (const test of counts.again) say(`Passed only when tried again: ${test}`);
    if (!long) for (const line of leftOutLine(root)) say(line);
    counts.failed += gates.failed.length + (inCi ? tools.missing.length : 0);
    say(countLine(counts));
    return counts.failed === 0 ? code : code || 1;
  } finally {
    rmSync(reportFile, { force: true });
    rmSync(skipFile, { force: true });
  }
}
