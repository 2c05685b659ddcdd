import { digestFiles } from "../harness/evidence/file-digests.ts";
import type { GoldenCopy } from "./golden-copy.ts";

/** The folder of the one replicate that a recorded run has. */
export const REPLICATE = "nano-drop/1";

/**
 * Has the journal and the manifest name the files as they are now: a lie that was told while the run was recorded, not an
 * edit after it. Nothing but the judge is then left to see it.
 */
export async function sealAsRecorded(copy: GoldenCopy, folder = REPLICATE): Promise<void> {
  const files = await digestFiles(copy.path(folder), (path) => ["journal.ndjson", "replicate.json"].includes(path));
  const digests = Object.fromEntries(files.map(({ path, sha256 }) => [path, sha256]));
  await copy.journal(folder, (entries) =>
    entries.map((entry) =>
      entry.kind === "evidence.collected" ? { ...entry, data: { ...entry.data, files: digests } } : entry,
    ),
  );
  await copy.reseal();
}

/** Numbers of a record moved by `by` wherever they are a time of this run (epoch ms), at any depth. */
export function shifted(value: unknown, by: (epochMs: number) => number): unknown {
  if (typeof value === "number") return value > 1e12 ? by(value) : value;
  if (Array.isArray(value)) return value.map((each) => shifted(each, by));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shifted(each, by)]));
}
