import { realpath } from "node:fs/promises";
import { runFolders } from "../evidence/run-folders.ts";
import { isAlive } from "../lock/process-mark.ts";
import { lockPath, readLock } from "../lock/lock-file.ts";
import { runKey } from "../lock/target-lock.ts";
import { readRunRecord } from "../recover/run-record.ts";

/**
 * The real paths of runs below `runsDir` that have not ended and whose process, as their lock says, lives. Where no
 * lock tells, as for a run of another machine's, the run counts as one that goes on.
 */
export async function runningRuns(runsDir: string, stateDir: string): Promise<readonly string[]> {
  const running: string[] = [];
  for (const path of await runFolders(runsDir)) {
    const runDir = await realpath(path);
    if ((await hasEnded(runDir)) || (await isDead(runDir, stateDir))) continue;
    running.push(runDir);
  }
  return running;
}

/** A folder without a run.json that can be read is no run that could be stopped. */
const hasEnded = async (runDir: string): Promise<boolean> =>
  readRunRecord(runDir).then(
    ({ endedAt }) => endedAt !== null,
    () => true,
  );

async function isDead(runDir: string, stateDir: string): Promise<boolean> {
  const lock = await readLock(lockPath(stateDir, runKey(runDir))).catch(() => null);
  return lock !== null && !isAlive(lock.record);
}
