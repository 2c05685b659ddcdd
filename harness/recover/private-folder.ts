import { lstat, rm } from "node:fs/promises";
import { basename } from "node:path";
import type { ReplicateLeft } from "./run-left.ts";

/** As `mkdtemp` names the private folder of a replicate (harness/run/run-replicate.ts). */
const NAME = /^fieldproof-[A-Za-z0-9]{6}$/;

/**
 * Takes away the private folder that a killed harness left: bearers for k6 and the data of a bundled stack are in it.
 * Only a folder of that very name, of this user's alone; what a link leads to is never touched.
 * @returns whether there was one
 */
export async function removePrivateFolder({ journal }: Pick<ReplicateLeft, "journal">): Promise<boolean> {
  const path = journal.findLast(({ kind }) => kind === "stack.ready")?.data["privateDir"];
  if (typeof path !== "string" || !NAME.test(basename(path))) return false;
  const found = await lstat(path).catch(() => null);
  if (found?.isDirectory() !== true) return false;
  if (process.platform !== "win32" && (found.uid !== process.getuid?.() || (found.mode & 0o077) !== 0)) return false;
  await rm(path, { recursive: true, force: true });
  return true;
}
