import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { DrillId } from "../../../core/contract/ids.ts";

const LOOK_MS = 20;
const LIMIT_MS = 60_000;

/** The one run folder below `runsDir`, as soon as there is one; null until then. */
export async function onlyRunDir(runsDir: string): Promise<string | null> {
  const [name] = await readdir(runsDir).catch(() => []);
  return name === undefined ? null : join(runsDir, name);
}

/**
 * Waits until the journal of the run holds an entry of `kind`, and returns its data; null when `ended` came first.
 * @throws Error when neither comes within a minute
 */
export async function awaitEntry(
  runsDir: string,
  drill: DrillId,
  kind: string,
  ended: () => boolean,
): Promise<Readonly<Record<string, unknown>> | null> {
  for (const end = Date.now() + LIMIT_MS; Date.now() < end; await pause(LOOK_MS)) {
    const over = ended();
    const runDir = await onlyRunDir(runsDir);
    const path = runDir === null ? "" : join(runDir, drill, "1", "journal.ndjson");
    const text = await readFile(path, "utf8").catch(() => "");
    for (const line of text.split("\n").slice(0, -1)) {
      const entry: { kind: string; data: Readonly<Record<string, unknown>> } = JSON.parse(line);
      if (entry.kind === kind) return entry.data;
    }
    if (over) return null;
  }
  throw new Error(`the journal never said ${kind}`);
}
