import { isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { openStateFolder, stateFolderPath } from "../lock/state-folder.ts";
import { type Lock, runKey, takeLock, targetKeys } from "../lock/target-lock.ts";
import { type TargetSource, targetName } from "../run/target-session.ts";
import { leftBehind } from "./left-behind.ts";

const NO_LOCK: Lock = { takenOver: [], release: async () => {} };

/**
 * Locks the run folder, and with it each address of a served target: one run at a time. The bundled stack is each run's
 * own; there the lock only says later that the run was begun here, and a place that takes no locks does not matter.
 * @throws FieldproofError FP-LOCK-001 to -004
 */
export async function lockRun(
  source: TargetSource,
  runDir: string,
  stateDir: string = stateFolderPath(process.env),
): Promise<Lock> {
  const keys = [runKey(runDir), ...(source.kind === "served" ? targetKeys(addressesOf(source)) : [])];
  try {
    await openStateFolder(stateDir);
    return await takeLock({ keys, target: targetName(source), runDir }, { stateDir, leftBehind });
  } catch (error) {
    if (source.kind === "bundled" && isFieldproofError(error)) return NO_LOCK;
    throw error;
  }
}

/** Gives the locks back, unless something is left at the target, or nobody can tell: then the next run is refused. */
export async function unlockRun(lock: Lock, runDir: string): Promise<void> {
  const left = await leftBehind(runDir).catch(() => "unknown");
  if (left === null) await lock.release();
}

const addressesOf = ({ target }: TargetSource & { kind: "served" }): string[] => {
  const { pops, origin, ops } = target.file.addresses;
  return [...Object.values(pops), origin, ...(ops === undefined ? [] : [ops])];
};
