import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { placesIn, ROOT } from "./places.mjs";
import { runTests } from "./test-command.mjs";
import { cleanUp, newFolder } from "./test-kit.mjs";

afterEach(cleanUp);

const MISSING_K6 = { tool: "k6", reason: "none was found", command: "install k6" };
const PASS = 'import { test } from "vitest";\ntest("passes", () => {});\n';
const FAIL = 'import { expect, test } from "vitest";\ntest("fails", () => expect(1).toBe(2));\n';
const BROKEN = 'throw new Error("will not load");\n';
const NEEDS_K6 = `import { test } from "vitest";
import { k6ForTests } from ${JSON.stringify(join(ROOT, "scripts", "setup", "test-tools.ts"))};
test.skipIf(k6ForTests() === undefined)("runs k6", () => {});
`;

/**
 * A checkout whose gates are stubs and whose vitest is the real one.
 * @param {Readonly<Record<string, string>>} files
 * @param {{ args?: string[], gate?: number, missing?: (typeof MISSING_K6)[], CI?: string }} [how]
 */
async function testIn(files, { args = ["a"], gate = 0, missing = [], CI = "" } = {}) {
  const root = newFolder();
  const modules = join(root, "node_modules");
  for (const name of readdirSync(join(ROOT, "node_modules"))) {
    if (name === "@biomejs" || name === "typescript" || name.startsWith(".")) continue;
    mkdirSync(modules, { recursive: true });
    symlinkSync(join(ROOT, "node_modules", name), join(modules, name), "junction");
  }
  const stubs = {
    "scripts/check/all.ts": `process.exitCode = ${gate};`,
    "node_modules/@biomejs/biome/bin/biome": "",
    "node_modules/typescript/bin/tsc": "",
  };
  for (const [path, text] of Object.entries({
    ...stubs,
    "vitest.config.js": "export default { test: { watch: false } };",
    ...files,
  })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  /** @type {string[]} */
  const lines = [];
  const { FIELDPROOF_K6: _known, ...rest } = process.env;
  const tools = { node: process.execPath, k6: undefined, chromium: undefined, missing };
  const say = (/** @type {string} */ line) => void lines.push(line);
  const code = await runTests({ places: placesIn(root), env: { ...rest, CI }, tools, args, say, stdio: "ignore" });
  return { code, lines, last: lines.at(-1) };
}

test("ends with vitest's own counts", async () => {
  expect(await testIn({ "a.test.js": PASS })).toEqual({
    code: 0,
    lines: ["1 passed, 0 failed"],
    last: "1 passed, 0 failed",
  });
});

test("fails with a failed test and with a file that does not load", async () => {
  const { code, last } = await testIn({ "a.test.js": PASS, "a1.test.js": FAIL, "a2.test.js": BROKEN });
  expect(last).toBe("1 passed, 2 failed");
  expect(code).toBe(1);
});

test("says what it leaves out, runs it under CI=true and with --all, and says nothing where there is none", async () => {
  const files = { "a.test.js": PASS, "test/b.long.live.test.ts": "" };
  const leftOut = expect.stringMatching(/^Left out: 1 file/);
  expect((await testIn(files, { args: [] })).lines).toContainEqual(leftOut);
  expect((await testIn(files, { args: [], CI: "true" })).lines).not.toContainEqual(leftOut);
  expect((await testIn(files, { args: ["--all"] })).lines).not.toContainEqual(leftOut);
  expect((await testIn({ "a.test.js": PASS }, { args: [] })).lines).not.toContainEqual(leftOut);
});

test("under CI=true tries a test that fails once more and tells its name, and one that fails again has failed", async () => {
  const flaky = `import { expect, test } from "vitest";
let tries = 0;
test("takes two", () => expect(++tries).toBe(2));
`;
  const inCi = await testIn({ "a.test.js": flaky, "a1.test.js": FAIL }, { CI: "true" });
  expect(inCi.lines).toEqual(["Passed only when tried again: a.test.js > takes two", "1 passed, 1 failed"]);
  expect(inCi.code).toBe(1);
  expect((await testIn({ "a.test.js": flaky })).lines).toEqual(["0 passed, 1 failed"]);
});

test("fails when vitest finds nothing to run", async () => {
  const { code, last } = await testIn({ "b.test.js": PASS });
  expect([code, last]).toEqual([1, "0 passed, 1 failed"]);
});

test("without arguments runs the gates first, and counts one that fails", async () => {
  const { code, lines } = await testIn({ "a.test.js": PASS }, { args: [], gate: 1 });
  expect(lines[0]).toMatch(/^structure checks: FAILED \(1\)/);
  expect(lines.slice(-2)).toEqual(["Failed before the tests: structure checks", "1 passed, 1 failed"]);
  expect(code).toBe(1);
});

test("passes when gates and tests do", async () => {
  const { code, lines } = await testIn({ "a.test.js": PASS }, { args: [] });
  expect(lines.map((line) => line.replace(/, [\d.]+ s$/, ""))).toEqual([
    "structure checks: ok",
    "biome: ok",
    "tsc: ok",
    "1 passed, 0 failed",
  ]);
  expect(code).toBe(0);
});

test("names the files skipped for want of k6, and the command that gets it", async () => {
  const { code, lines } = await testIn({ "a.test.js": PASS, "a1.test.js": NEEDS_K6 }, { missing: [MISSING_K6] });
  expect(lines).toContain("Without k6 (skipped: a1.test.js). To get it: install k6");
  expect(lines.at(-1)).toBe("1 passed, 0 failed, 1 skipped");
  expect(code).toBe(0);
});

test("under CI=true fails instead, in the tests and for the tool", async () => {
  const { code, lines } = await testIn(
    { "a.test.js": PASS, "a1.test.js": NEEDS_K6 },
    { missing: [MISSING_K6], CI: "true" },
  );
  expect(lines).toContain("Failed: k6 is missing: none was found");
  expect(lines.at(-1)).toBe("1 passed, 2 failed");
  expect(code).toBe(1);
});
