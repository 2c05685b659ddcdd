import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type FieldproofError, isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { LockRecord } from "../../core/schema/lock.ts";
import { readLock } from "./lock-file.ts";

export interface LocksFound {
  readonly locks: readonly LockRecord[];
  /** FP-LOCK-003 of each that cannot be trusted. */
  readonly faults: readonly FieldproofError[];
}

/** All locks of a state folder; none when it is not there. */
export async function findLocks(stateDir: string): Promise<LocksFound> {
  const names = (await readdir(stateDir).catch(() => [])).filter((name) => name.endsWith(".lock")).sort();
  const locks: LockRecord[] = [];
  const faults: FieldproofError[] = [];
  for (const name of names) {
    try {
      const found = await readLock(join(stateDir, name));
      if (found !== null) locks.push(found.record);
    } catch (error) {
      if (!isFieldproofError(error)) throw error;
      faults.push(error);
    }
  }
  return { locks, faults };
}
