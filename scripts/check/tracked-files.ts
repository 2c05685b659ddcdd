import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { TextFile } from "./report.ts";

/**
 * Paths of the files that git tracks under `root` and that are on disk.
 *
 * @throws when `root` is no git checkout
 */
export const trackedPaths = (root: string): readonly string[] =>
  execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8", maxBuffer: 64_000_000, stdio: "pipe" })
    .split("\0")
    .filter((path) => path !== "" && statSync(join(root, path), { throwIfNoEntry: false })?.isFile() === true);

/**
 * The text files that git tracks under `root`, as they are on disk. Files with a NUL byte are left out, as git does.
 *
 * @throws when `root` is no git checkout
 */
export const trackedFiles = (root: string): readonly TextFile[] =>
  trackedPaths(root)
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))
    .filter(({ text }) => !text.includes("\0"));
