import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { EVIDENCE_FILES, type EvidenceKind, type JudgeOutcome } from "../../core/contract/drill.ts";
import { contactPrefix } from "../../core/contract/ids.ts";
import { evidenceCollectedSchema } from "../../core/schema/journal.ts";
import { findDrill } from "../../drills/catalog.ts";
import { chainTools } from "../../reports/evidence/chain-tools.ts";
import { readRun } from "../../reports/evidence/read-run.ts";
import { eachEvidence } from "../../reports/judge/evidence-streams.ts";
import { GoldenCopy } from "../golden-copy.ts";
import { testFolder } from "../temp-folder.ts";

const REPLICATE = join("nano-drop", "1");

/** What an export says instead of what it said; null for one that the target did not give at all. */
export type Exported = Readonly<Partial<Record<"contacts" | "consents" | "log", string | null>>>;

export const readExport = async <T>(runDir: string, name: keyof Exported): Promise<T[]> =>
  (await readFile(join(runDir, REPLICATE, "export", `${name}.ndjson`), "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

/**
 * A copy of the run as it would be had the target exported something else: exports are fetched after the load, so
 * nothing else would differ. Journal and seal are made anew, as the harness would have made them.
 */
export async function withExports(runDir: string, exported: Exported): Promise<string> {
  const copy = await testFolder("stub");
  await cp(runDir, copy, { recursive: true });
  const digests = new Map<string, string | null>();
  for (const [name, text] of Object.entries(exported)) {
    const path = `export/${name}.ndjson`;
    if (text === null) await rm(join(copy, REPLICATE, path));
    else await writeFile(join(copy, REPLICATE, path), text);
    digests.set(path, text === null ? null : createHash("sha256").update(text).digest("hex"));
  }
  const folder = new GoldenCopy(copy);
  await folder.journal(REPLICATE, (entries) =>
    entries.map((entry) => {
      if (entry.kind !== "evidence.collected") return entry;
      const collected = evidenceCollectedSchema.parse(entry.data);
      const files = Object.entries({ ...collected.files, ...Object.fromEntries(digests) });
      return { ...entry, data: { ...collected, files: Object.fromEntries(files.filter(([, digest]) => digest)) } };
    }),
  );
  await folder.reseal();
  return copy;
}

/**
 * Nano-drop's judge on a run's evidence as if the contacts at these places had never been looked at, neither by their
 * customers nor by agents: what is left to be found are the others' faults.
 */
export async function judgedWithout(runDir: string, hidden: ReadonlySet<number>): Promise<JudgeOutcome> {
  const { run, plan, replicates } = await readRun(runDir);
  const [found] = replicates;
  const entry = findDrill("nano-drop");
  if (found === undefined || entry === undefined) throw new Error("there is no run of nano-drop");
  const { definition } = entry;
  const prefix = contactPrefix(run.id, found.record.replicate);
  const specs = definition.objectives(plan.budgets);
  // Only a desk that is spoken to by a mapping gives an account of its own.
  const missing = new Set<EvidenceKind>(["account"]);
  const judge = entry.judge({
    ...{ specs, plan, replicate: found.record, contactPrefix: prefix, chain: chainTools, missing },
  });
  const isHidden = (clientContactId: string): boolean => hidden.has(Number(clientContactId.slice(prefix.length + 1)));
  for (const kind of [...definition.evidence].sort((a, b) => Number(a === "contact") - Number(b === "contact"))) {
    if (missing.has(kind)) continue;
    await eachEvidence(kind, join(found.dir, EVIDENCE_FILES[kind]), (item) => {
      const watched = item.kind === "contact" || item.kind === "handling";
      if (!watched || !isHidden(item.record.clientContactId)) judge.take(item);
    });
  }
  return judge.finish();
}
