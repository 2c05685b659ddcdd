import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { COMPARISON_RUN_FILE } from "../../core/schema/comparison.ts";

/** Folders right below `dir`, by name; none where it cannot be read. A link to a folder is none. */
const foldersIn = async (dir: string): Promise<string[]> =>
  (await readdir(dir, { withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(dir, name))
    .sort();

const isComparison = async (dir: string): Promise<boolean> =>
  (await lstat(join(dir, COMPARISON_RUN_FILE)).catch(() => null))?.isFile() === true;

/** Paths where a run may lie: right below `runsDir`, and in the folders of comparisons there. */
export async function runFolders(runsDir: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const dir of await foldersIn(runsDir)) found.push(...((await isComparison(dir)) ? await foldersIn(dir) : [dir]));
  return found;
}
