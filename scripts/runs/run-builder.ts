import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RUN_SCHEMA_ID, type RunRecord } from "../../core/schema/evidence.ts";
import { openJournal } from "../../harness/evidence/journal.ts";
import { sealRun } from "../../harness/evidence/seal.ts";

export interface BuiltRun {
  readonly startedAt?: string;
  readonly ended?: boolean;
  readonly sealed?: boolean;
  readonly judged?: boolean;
  /** What the journal of its one replicate says of stimuli. */
  readonly entries?: readonly (readonly [kind: string, data: Record<string, unknown>])[];
}

/** A small run folder for tests of what lists and removes runs: ended, sealed and judged unless told otherwise. */
export async function buildRun(runsDir: string, id: string, run: BuiltRun = {}): Promise<string> {
  const { startedAt = "2026-11-25T02:30:00.000Z", ended = true, sealed = true, judged = true, entries = [] } = run;
  const dir = join(runsDir, id);
  const replicate = join(dir, "cache-eviction", "1");
  await mkdir(replicate, { recursive: true });
  const record: RunRecord = {
    schema: RUN_SCHEMA_ID,
    id,
    ...{ startedAt, endedAt: ended ? startedAt : null, profile: "smoke", drills: ["cache-eviction"], replicates: 1 },
    ...{ planDigest: "a".repeat(64), target: "staging", aborted: null, versions: {} },
    machine: { cpu: "test", cores: 2, memoryMb: 1000, platform: "linux-x64" },
  };
  await writeFile(join(dir, "run.json"), JSON.stringify(record));
  const journal = await openJournal(join(replicate, "journal.ndjson"), { now: () => 1_764_000_000_000 });
  await journal.append("replicate.began", {
    ...{ run: id, profile: "smoke", drills: ["cache-eviction"], replicates: 1, planDigest: record.planDigest },
    ...{ drill: "cache-eviction", replicate: 1, seed: 7, timeFactor: 10 },
  });
  for (const [kind, data] of entries) await journal.append(kind, data);
  await journal.close();
  if (sealed) await sealRun(dir);
  if (judged) await writeFile(join(dir, "verdict.json"), "{}");
  return dir;
}
