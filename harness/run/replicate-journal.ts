import { createHash } from "node:crypto";
import type { ContactScript } from "../../core/contract/script.ts";
import { createScheduleDigest } from "../../core/judging/schedule-digest.ts";
import type { ReplicateRecord } from "../../core/schema/evidence.ts";
import type { EvidenceCollected, ReplicateBegan, ReplicatePlanned } from "../../core/schema/journal.ts";
import { digestFiles } from "../evidence/file-digests.ts";
import type { Journal } from "../evidence/journal.ts";
import { arrivalsOf } from "../plan/digest.ts";
import type { ReplicateOptions } from "./replicate-options.ts";

/**
 * What the other files of a run folder say is in the journal, too, where each entry holds the hash of the one before:
 * a folder that was edited and sealed again then disagrees with itself. `reports/evidence/journal-facts.ts` looks.
 */
export const journalBeginning = async (journal: Journal, options: ReplicateOptions): Promise<void> => {
  await journal.append("replicate.began", {
    run: options.runId,
    profile: options.profile,
    drills: [...options.drills],
    replicates: options.replicates,
    planDigest: options.planDigest,
    ...arrivalsOf(options),
    drill: options.entry.definition.meta.id,
    replicate: options.replicate,
    seed: options.seed,
    timeFactor: options.phases.timeFactor,
  } satisfies ReplicateBegan);
};

/** Before the load begins: how many contacts, and a digest of which. */
export const journalPlan = async (
  journal: Journal,
  contacts: readonly ContactScript[],
  { plannedSlots, phases, contactsBefore, mapped }: ReplicateRecord,
  noticeHash: string,
): Promise<void> => {
  const digest = createScheduleDigest(contacts.length, (content) => createHash("sha256").update(content).digest());
  for (const contact of contacts) digest.add(contact);
  await journal.append("replicate.planned", {
    contacts: contacts.length,
    slots: plannedSlots,
    phases,
    ...(contactsBefore === undefined ? {} : { contactsBefore }),
    ...(mapped === undefined ? {} : { mapped }),
    schedule: digest.hex(),
    noticeHash,
  } satisfies ReplicatePlanned);
};

/** Written after this entry, and so not in it. */
const AFTERWARDS: readonly string[] = ["journal.ndjson", "replicate.json"];

/**
 * After the load: the digest of each file of the replicate.
 * @throws FieldproofError FP-EVID-008, FP-FILE-001, FP-RUN-002
 */
export const journalFiles = async (journal: Journal, dir: string, { t0, k6 }: ReplicateRecord): Promise<void> => {
  const files = await digestFiles(dir, (path) => AFTERWARDS.includes(path));
  const digests = Object.fromEntries(files.map(({ path, sha256 }) => [path, sha256]));
  await journal.append("evidence.collected", { t0, k6, files: digests } satisfies EvidenceCollected);
};
