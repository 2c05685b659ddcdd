import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { TextFile } from "./report.ts";

/**
 * The text files that git tracks under `root`, as they are on disk. Files with a NUL byte are left out, as git does.
 *
 * @throws when `root` is no git checkout
 */
export const trackedFiles = (root: string): readonly TextFile[] => {
  const listed = execFileSync("git", ["ls-files", "-z"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64_000_000,
    stdio: "pipe",
  });
  return listed
    .split("\0")
    .filter((path) => path !== "" && statSync(join(root, path), { throwIfNoEntry: false })?.isFile() === true)
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))
    .filter(({ text }) => !text.includes("\0"));
};
