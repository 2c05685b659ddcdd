import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { STOP_FILE } from "../../core/schema/evidence.ts";

const LOOK_MS = 250;

/** When a STOP file was put into `dir`; null when there is none. A link or a folder of that name counts, too. */
const stopIn = (dir: string): Promise<Date | null> =>
  lstat(join(dir, STOP_FILE)).then(
    ({ mtime }) => mtime,
    () => null,
  );

/**
 * A STOP file that is there already is none that this run was asked by, and yet nobody took it back.
 * @throws FieldproofError FP-STOP-002
 */
export async function refuseWhileStopped(runsDir: string): Promise<void> {
  const since = await stopIn(runsDir);
  if (since === null) return;
  throw new FieldproofError("FP-STOP-002", {
    dir: runsDir,
    path: join(runsDir, STOP_FILE),
    since: since.toISOString(),
  });
}

/**
 * Looks for a STOP file in the run's own folder and in the one of all runs, four times a second.
 * @param onStop called once, with FP-STOP-001
 * @returns ends the looking
 */
export function watchStopFiles(dirs: readonly string[], onStop: (cause: FieldproofError) => void): () => void {
  let over = false;
  let timer: NodeJS.Timeout | null = null;
  const look = async (): Promise<void> => {
    for (const dir of dirs) {
      if ((await stopIn(dir)) === null || over) continue;
      over = true;
      onStop(new FieldproofError("FP-STOP-001", { path: join(dir, STOP_FILE) }));
    }
    if (!over) timer = setTimeout(() => void look(), LOOK_MS);
  };
  void look();
  return () => {
    over = true;
    if (timer !== null) clearTimeout(timer);
  };
}
