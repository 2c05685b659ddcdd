import { readdir, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";

const BLOCK = 4096;

/** Takes all the room that is left on a disk, to the last block. */
export async function fillDisk(disk: string): Promise<void> {
  const { bavail, bsize } = await statfs(disk);
  await writeFile(join(disk, "ballast"), Buffer.alloc(bavail * bsize)).catch(() => {});
  for (let at = 0; (await statfs(disk)).bavail > 0 && at < 1000; at++)
    await writeFile(join(disk, `ballast-${at}`), Buffer.alloc(BLOCK)).catch(() => {});
}

/** Gives that room back. */
export async function freeDisk(disk: string): Promise<void> {
  for (const name of await readdir(disk)) if (name.startsWith("ballast")) await rm(join(disk, name));
}
