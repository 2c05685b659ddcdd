import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const made: string[] = [];

/** Called when a test file is done: by test/each-file.ts, since modules may outlive the file that asked for the folders. */
export const removeTestFolders = async (): Promise<void> => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true });
};

/** A new folder in the system's temporary one, for this test file alone; it is gone when the file is done. */
export const testFolder = async (name: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), `fieldproof-${name}-`));
  made.push(folder);
  return folder;
};
