import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { trackedFiles } from "./tracked-files.ts";

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "fieldproof-tracked-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

test("reads what git tracks as it is on disk, without binaries and what is gone", () => {
  const root = newFolder();
  for (const name of ["a b.ts", "gone.ts", "é.md"]) writeFileSync(join(root, name), "old");
  writeFileSync(join(root, "image.png"), "x\0y");
  execFileSync("git", ["init", "-q"], { cwd: root });
  execFileSync("git", ["add", "."], { cwd: root });
  writeFileSync(join(root, "a b.ts"), "new");
  writeFileSync(join(root, "untracked.ts"), "x");
  rmSync(join(root, "gone.ts"));
  expect(trackedFiles(root)).toEqual([
    { path: "a b.ts", text: "new" },
    { path: "é.md", text: "old" },
  ]);
});

test("throws where there is no checkout", () => {
  expect(() => trackedFiles(newFolder())).toThrow();
});
