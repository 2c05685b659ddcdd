import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { toolForTests } from "./test-tools.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fieldproof-tools-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("gives the path when there is a file", () => {
  expect(toolForTests("k6", "X", "a.test.ts", { X: process.execPath, CI: "true" })).toBe(process.execPath);
});

test.each([{}, { X: "" }, { X: "no/such/file" }])("notes the skip when given %j", (env) => {
  const notes = join(folder, "notes");
  expect(toolForTests("k6", "X", "a.test.ts", { ...env, FIELDPROOF_SKIP_NOTES: notes })).toBeUndefined();
  expect(JSON.parse(readFileSync(notes, "utf8"))).toEqual({ tool: "k6", file: "a.test.ts" });
});

test("fails instead under CI=true", () => {
  expect(() => toolForTests("k6", "X", "a.test.ts", { CI: "true" })).toThrow("k6 is missing, and CI=true");
});
