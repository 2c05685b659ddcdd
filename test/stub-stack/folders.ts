import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const made: string[] = [];

/** A folder of this test file's own. */
export const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "fieldproof-stub-"));
  made.push(folder);
  return folder;
};

/** Removes all of them; for `afterAll`. */
export const removeFolders = async (): Promise<void> => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true });
};
