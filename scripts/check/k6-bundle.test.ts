import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { checkK6Bundles } from "./k6-bundle.ts";

const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const SCENARIO = "drills/nano-drop/scenario.ts";

const check = (files: Readonly<Record<string, string>>) => {
  const root = mkdtempSync(join(tmpdir(), "fieldproof-bundle-"));
  made.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return checkK6Bundles(root, Object.keys(files));
};

test("passes a scenario of k6 and core only, and says its size", async () => {
  const report = await check({
    [SCENARIO]:
      'import http from "k6/http";\nimport type { A } from "../../core/schema/a.ts";\nimport { b } from "../../core/b.ts";\nexport const run = (): A => http.get(b);\n',
    "core/schema/a.ts": "export type A = unknown;\n",
    "core/b.ts": "export const b: string = `x`;\n",
  });
  expect(report.faults).toEqual([]);
  expect(report.summary).toMatch(/scenario\.ts 0\.\d kB/);
});

test("allows the one package that may go into k6", async () => {
  const report = await check({
    [SCENARIO]: 'import { c } from "@tufjs/canonical-json";\nexport const run = c;\n',
    "node_modules/@tufjs/canonical-json/package.json": '{"main":"i.js"}',
    "node_modules/@tufjs/canonical-json/i.js": "export const c = 1;\n",
  });
  expect(report.faults).toEqual([]);
});

test("refuses another package", async () => {
  const report = await check({
    [SCENARIO]: 'import { z } from "zod";\nexport const run = z;\n',
    "node_modules/zod/package.json": '{"main":"i.js"}',
    "node_modules/zod/i.js": "export const z = 1;\n",
  });
  expect(report.faults).toEqual([expect.stringContaining("takes in the package zod")]);
});

test("refuses a value out of core/schema", async () => {
  const report = await check({
    [SCENARIO]: 'import { a } from "../../core/schema/a.ts";\nexport const run = a;\n',
    "core/schema/a.ts": "export const a = Math.random();\n",
  });
  expect(report.faults).toEqual([expect.stringContaining("takes in core/schema/a.ts")]);
});

test("refuses a bundle over 60 kB", async () => {
  const report = await check({ [SCENARIO]: `export const run = "${"x".repeat(60_000)}";\n` });
  expect(report.faults).toEqual([expect.stringMatching(/is 60\d+ bytes/)]);
});

test("refuses what k6 lacks, with the file that uses it", async () => {
  const report = await check({
    [SCENARIO]: 'import { a } from "../../core/a.ts";\nexport const run = a;\n',
    "core/a.ts": "export const a = (x: string): unknown => new URL(x);\n",
  });
  expect(report.faults).toEqual([`${SCENARIO}: core/a.ts uses URL, which k6 has not`]);
});

test("says that a scenario cannot be bundled", async () => {
  const report = await check({ [SCENARIO]: 'import { x } from "node:fs";\nexport const run = x;\n' });
  expect(report.faults).toEqual([expect.stringContaining("cannot be bundled")]);
});

test("fails when there is nothing to bundle", async () => {
  expect((await check({ "drills/catalog.ts": "" })).faults).toEqual([
    expect.stringContaining("there is no drills/*/scenario.ts"),
  ]);
});
