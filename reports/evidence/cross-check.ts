import { createHash } from "node:crypto";
import { join } from "node:path";
import canonicalize from "canonicalize";
import { FieldproofError, isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { ReplicateRecord, RunRecord } from "../../core/schema/evidence.ts";
import { PLAN_SCHEMA_ID, planDocumentSchema } from "../../core/schema/plan.ts";
import { printable } from "../../core/text/printable.ts";
import { type JournalFacts, readJournalFacts } from "./journal-facts.ts";
import { readJson } from "./read-json.ts";
import { isRecoveryPath, readChains } from "./recoveries.ts";
import { expectedFolders, readRun } from "./read-run.ts";

/**
 * Holds the files of a run folder against one another and against its journals: a folder that was edited and then sealed
 * again matches its manifest, but no longer what the journals recorded while the run went on. Who rewrites the journals
 * as well is told only by a signature.
 * @param digests SHA-256 of each file by its path, as found on disk
 * @returns all disagreements
 */
export async function crossCheck(
  runDir: string,
  digests: ReadonlyMap<string, string>,
): Promise<readonly FieldproofError[]> {
  const faults: FieldproofError[] = [];
  try {
    const { run, plan, replicates, damaged } = await readRun(runDir);
    faults.push(...(await planFaults(runDir, run)));
    faults.push(...countFaults(run, [...replicates, ...damaged]));
    // Replicates are as many drops as they have seeds: each its own, counted from the plan's.
    faults.push(...replicates.flatMap(({ record, folder }) => seedFaults(folder, record, plan.seed)));
    faults.push(...damaged.map(({ fault }) => fault));
    const ends: JournalEnd[] = [];
    for (const { record, folder } of replicates)
      faults.push(...(await replicateFaults(runDir, folder, run, record, digests, (end) => ends.push(end))));
    faults.push(...endFaults(run, ends));
  } catch (error) {
    if (!isFieldproofError(error)) throw error;
    faults.push(error);
  }
  return faults;
}

const spelled = (value: unknown): string =>
  printable(typeof value === "string" ? value : (canonicalize(value) ?? "nothing"), 80);

interface Claim {
  readonly path: string;
  readonly what: string;
  readonly found: unknown;
  readonly named: unknown;
}

const disagreements = (claims: readonly Claim[], other: string): FieldproofError[] =>
  claims
    .filter(({ found, named }) => canonicalize(found) !== canonicalize(named))
    .map(
      ({ path, what, found, named }) =>
        new FieldproofError("FP-EVID-012", { path, what, found: spelled(found), other, named: spelled(named) }),
    );

async function planFaults(runDir: string, run: RunRecord): Promise<FieldproofError[]> {
  const written = await readJson(join(runDir, "plan.json"), planDocumentSchema, PLAN_SCHEMA_ID);
  const digest = createHash("sha256")
    .update(canonicalize(written) ?? "")
    .digest("hex");
  if (digest === run.planDigest) return [];
  const short = (text: string): string => text.slice(0, 8);
  return [
    new FieldproofError("FP-EVID-010", { path: "plan.json", found: short(digest), named: short(run.planDigest) }),
  ];
}

interface JournalEnd {
  readonly journal: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What comes behind the last replicate of a run takes seconds. */
const MOST_AFTER_MS = 3_600_000;

/** How long a READY is valid counts from the run's end: that must be the journals', too. */
function endFaults({ endedAt, aborted }: RunRecord, ends: readonly JournalEnd[]): FieldproofError[] {
  const last = [...ends].sort((a, b) => b.at - a.at)[0];
  // A recovery closes what was killed, as late as it likes.
  if (last === undefined || endedAt === null || aborted !== null) return [];
  if (Date.parse(endedAt) <= last.at + MOST_AFTER_MS) return [];
  const claim = { path: "run.json", what: "endedAt", found: endedAt, named: new Date(last.at).toISOString() };
  return disagreements([claim], last.journal);
}

const seedFaults = (folder: string, { seed, replicate }: ReplicateRecord, first: number): FieldproofError[] => {
  const path = `${folder}/replicate.json`;
  return disagreements([{ path, what: "seed", found: seed, named: (first + replicate - 1) >>> 0 }], "plan.json");
};

/** Each drill of the run has each of its replicates, unless the run was stopped; and there are no others. */
function countFaults(run: RunRecord, replicates: readonly { readonly folder: string }[]): FieldproofError[] {
  const present = new Set(replicates.map(({ folder }) => folder));
  const expected = expectedFolders(run);
  const gone = run.aborted === null ? expected.filter((folder) => !present.has(folder)) : [];
  const strange = [...present].filter((folder) => !expected.includes(folder));
  return [
    ...gone.map((folder) => new FieldproofError("FP-EVID-002", { path: `${folder}/replicate.json` })),
    ...strange.map((folder) => new FieldproofError("FP-EVID-007", { path: folder })),
  ];
}

async function replicateFaults(
  runDir: string,
  folder: string,
  run: RunRecord,
  record: ReplicateRecord,
  digests: ReadonlyMap<string, string>,
  onEnd: (end: JournalEnd) => void,
): Promise<FieldproofError[]> {
  const journal = `${folder}/journal.ndjson`;
  if (!digests.has(journal)) return [new FieldproofError("FP-EVID-002", { path: journal })];
  let facts: JournalFacts;
  try {
    facts = await readJournalFacts(join(runDir, journal), journal);
  } catch (error) {
    if (!isFieldproofError(error)) throw error;
    return [error];
  }
  const { began, planned, collected } = facts;
  onEnd({ journal, at: facts.endedAt });
  const inRun = (what: keyof RunRecord, named: unknown): Claim => ({ path: "run.json", what, found: run[what], named });
  const inRecord = (what: keyof ReplicateRecord, named: unknown): Claim => ({
    path: `${folder}/replicate.json`,
    what,
    found: record[what],
    named,
  });
  const claims: Claim[] = [
    inRun("id", began.run),
    inRun("profile", began.profile),
    inRun("drills", began.drills),
    inRun("replicates", began.replicates),
    inRun("planDigest", began.planDigest),
    inRun("arrivalsSha256", began.arrivalsSha256),
    ...(facts.aborted ? [{ path: "run.json", what: "aborted", found: run.aborted !== null, named: true }] : []),
    { path: folder, what: "its name", found: folder, named: `${began.drill}/${began.replicate}` },
    inRecord("drill", began.drill),
    inRecord("replicate", began.replicate),
    inRecord("seed", began.seed),
    inRecord("timeFactor", began.timeFactor),
    inRecord("plannedContacts", planned?.contacts ?? 0),
    inRecord("phases", planned?.phases ?? []),
    ...(planned === null ? [] : [inRecord("plannedSlots", planned.slots)]),
    inRecord("contactsBefore", planned?.contactsBefore),
    // What excuses objectives: it must have been known before the load.
    inRecord("mapped", planned?.mapped),
    inRecord("t0", collected.t0),
    inRecord("k6", collected.k6),
    inRecord("aborted", facts.aborted),
    {
      path: `${folder}/replicate.json`,
      what: "faults",
      found: record.faults.map(({ code }) => code),
      named: facts.faults,
    },
  ];
  return [
    ...disagreements(claims, journal),
    ...fileFaults(folder, collected.files, digests),
    ...(await recoveryFaults(join(runDir, folder), folder)),
  ];
}

/** What was recovered later goes on from this journal, in a chain of its own. */
async function recoveryFaults(dir: string, folder: string): Promise<FieldproofError[]> {
  try {
    await readChains(dir, folder);
    return [];
  } catch (error) {
    if (!isFieldproofError(error)) throw error;
    return [error];
  }
}

/** Files of the replicate that are not those of the journal's list. */
function fileFaults(
  folder: string,
  recorded: Readonly<Record<string, string>>,
  digests: ReadonlyMap<string, string>,
): FieldproofError[] {
  const named = new Map(Object.entries(recorded).map(([path, sha256]) => [`${folder}/${path}`, sha256]));
  const own = [...digests.keys()].filter(
    (path) =>
      path.startsWith(`${folder}/`) &&
      !["journal.ndjson", "replicate.json"].includes(path.slice(folder.length + 1)) &&
      !isRecoveryPath(path),
  );
  const paths = new Set([...named.keys(), ...own]);
  return [...paths]
    .filter((path) => named.get(path) !== digests.get(path))
    .sort()
    .map((path) => new FieldproofError("FP-EVID-011", { path: printable(path, 300) }));
}
