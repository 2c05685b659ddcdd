import { lstat } from "node:fs/promises";
import { join } from "node:path";
import {
  type DrillDefinition,
  EVIDENCE_FILES,
  EVIDENCE_OF,
  type EvidenceItem,
  type EvidenceKind,
  type JudgeInput,
  type JudgeOutcome,
  DISPENSABLE,
  type ObjectiveSpec,
  type StaffingUse,
} from "../../core/contract/drill.ts";
import { contactPrefix, DRILL_IDS, type DrillId } from "../../core/contract/ids.ts";
import { FieldproofError, isFieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import { withNotRun } from "../../core/judging/not-run.ts";
import type { ReplicateRecord, RunRecord } from "../../core/schema/evidence.ts";
import type { Plan } from "../../core/schema/plan.ts";
import type { Chart, ReplicateVerdict, Residue, ValidityCheck, Verdict } from "../../core/schema/verdict.ts";
import { CATALOG, type CatalogEntry, findDrill } from "../../drills/catalog.ts";
import { proveChain } from "../evidence/proved-chain.ts";
import { readRun } from "../evidence/read-run.ts";
import { verifyRun } from "../evidence/verify-run.ts";
import { type Covered, createCovered, withCovers } from "./covered.ts";
import { toDrillVerdict, notRun } from "./drill-verdict.ts";
import { eachEvidence } from "./evidence-streams.ts";
import { inTurn, type LostReplicate, lostReplicates } from "./lost-replicates.ts";
import { createGeneratorChecks } from "./generator-checks.ts";
import { toReplicateVerdict } from "./replicate-verdict.ts";
import { toVerdict } from "./run-verdict.ts";
import { findStimulus, type FoundStimulus } from "./stimulus-findings.ts";

/** Kinds that the checks of every drill need, beside what its judge declares. */
const ALWAYS: readonly EvidenceKind[] = ["journal", "health", "heartbeat"];

/**
 * Judges a run folder from disk and nothing else: the same folder gives the same verdict anywhere, at any time.
 * Evidence that does not match its seal is never a success.
 * @param catalog the drills that there are
 * @throws FieldproofError FP-EVID-001, -002, -004 when the folder cannot be read as a run at all.
 */
export async function judgeRun(runDir: string, catalog: readonly CatalogEntry[] = CATALOG): Promise<Verdict> {
  const sealing = verifyRun(runDir);
  // It is waited for below; until then it may fail without anyone's looking.
  sealing.catch(() => {});
  const { run, plan, replicates, damaged } = await readRun(runDir).catch(async (error: unknown) => {
    // What is wrong with the folder as a whole comes first.
    await sealing;
    throw error;
  });
  const staffing: StaffingUse[] = [];
  const byDrill = new Map<DrillId, ReplicateVerdict[]>();
  const residue: Residue[] = [];
  const covered: Covered[] = [];
  for (const { record, dir, folder } of replicates) {
    const entry = findDrill(record.drill, catalog);
    // Also of a drill that this version does not know: what it left counts all the same.
    const found = await findStimulus(entry?.stimulus ?? { kind: "none" }, dir, folder, record);
    residue.push(...found.residue.map((one) => ({ drill: record.drill, replicate: record.replicate, ...one })));
    if (entry === undefined) continue;
    const prefix = contactPrefix(run.id, record.replicate);
    const judged = await judgeReplicate(entry, plan, record, dir, sealing, found, prefix);
    staffing.push(judged.staffing);
    covered.push(judged.covered);
    byDrill.set(record.drill, [...(byDrill.get(record.drill) ?? []), judged.verdict]);
  }
  const seal = await sealing;
  for (const lost of lostReplicates(run, plan.seed, replicates, damaged, seal.digest)) {
    const known = byDrill.get(lost.drill);
    // Of a drill without any replicate nothing was run.
    if (known === undefined && !lost.damaged) continue;
    const verdict = lost.damaged ? await withLeft(lost, runDir, residue, catalog) : lost.verdict;
    byDrill.set(lost.drill, inTurn([...(known ?? []), verdict]));
  }
  // All seven: what was not rehearsed stays in sight beside what was.
  const drills = DRILL_IDS.map((id) => {
    const entry = findDrill(id, catalog);
    const required = plan.required.includes(id);
    if (entry === undefined) return notRun(id, required, "Not part of this version.");
    const verdicts = byDrill.get(id) ?? [];
    return verdicts.length === 0
      ? notRun(id, required, notRunSentence(run, id, required))
      : toDrillVerdict(entry.definition, required, verdicts);
  });
  const timeFactor = replicates[0]?.record.timeFactor ?? null;
  return withCovers(toVerdict(run, plan, drills, staffing, timeFactor, residue), covered);
}

/** Of a replicate whose record is damaged: its journal tells all the same what was left at the target. */
async function withLeft(
  { drill, folder, verdict }: LostReplicate,
  runDir: string,
  residue: Residue[],
  catalog: readonly CatalogEntry[],
): Promise<ReplicateVerdict> {
  const wanted = findDrill(drill, catalog)?.stimulus ?? { kind: "none" };
  const found = await findStimulus(wanted, join(runDir, folder), folder, { t0: null, timeFactor: 1 });
  residue.push(...found.residue.map((one) => ({ drill, replicate: verdict.replicate, ...one })));
  const validity = [...verdict.validity, ...(found.whole === null ? [] : [found.whole])];
  return { ...verdict, validity, ...(found.stimulus === null ? {} : { stimulus: found.stimulus }) };
}

function notRunSentence(run: RunRecord, id: DrillId, required: boolean): string {
  const told = run.notRun?.find(({ drill }) => drill === id);
  if (told !== undefined) return `Not run: ${told.reason}.`;
  return required || run.drills.includes(id) ? "It was not run." : "The plan does not ask for it.";
}

interface Seal {
  readonly digest: string;
  readonly faults: readonly FieldproofError[];
}

async function judgeReplicate(
  entry: CatalogEntry,
  plan: Plan,
  record: ReplicateRecord,
  dir: string,
  sealing: Promise<Seal>,
  found: FoundStimulus,
  prefix: string,
): Promise<{ verdict: ReplicateVerdict; staffing: StaffingUse; covered: Covered }> {
  const kinds = [...new Set([...entry.definition.evidence, ...ALWAYS])];
  const missing = await missingFiles(kinds, dir);
  const chain = await proveChain(kinds.includes("log") && !missing.has("log") ? join(dir, EVIDENCE_FILES.log) : null);
  const input: JudgeInput & { missing: Set<EvidenceKind> } = {
    specs: specsOf(entry.definition, plan, record),
    plan,
    replicate: record,
    contactPrefix: prefix,
    chain,
    missing,
  };
  const { mapped } = record;
  const generator = createGeneratorChecks(input);
  const covered = createCovered();
  const faults: FieldproofError[] = [];
  let outcome: JudgeOutcome;
  try {
    const judge = entry.judge(input);
    for (const kind of inOrder(kinds)) {
      if (input.missing.has(kind)) continue;
      const wanted = entry.definition.evidence.includes(kind);
      try {
        const take = (item: EvidenceItem): void => {
          observe(generator, item);
          covered.take(item);
          if (wanted) judge.take(item);
        };
        await eachEvidence(kind, join(dir, EVIDENCE_FILES[kind]), take, chain);
      } catch (error) {
        if (!isFieldproofError(error)) throw error;
        faults.push(error);
        input.missing.add(kind);
      }
    }
    outcome = judge.finish();
  } catch (error) {
    outcome = { ...NOTHING };
    faults.push(
      new FieldproofError("FP-JUDGE-001", { drill: record.drill, reason: messageOf(error) }, { cause: error }),
    );
  } finally {
    await chain.close();
  }
  const seal = await sealing;
  if (found.fault !== null && seal.faults.length === 0) faults.push(found.fault);
  const validity = [
    evidenceCheck(needed(input.missing, mapped), [...seal.faults, ...faults]),
    ...(found.whole === null ? [] : [found.whole]),
    ...targetChecks(record),
    ...generator.finish(),
    ...found.checks,
    ...outcome.validity,
  ];
  const charts = shaded(outcome.charts, found.band);
  const objectives = withNotRun(outcome.objectives, input.specs, mapped);
  const verdict = toReplicateVerdict(input, { ...outcome, objectives, charts }, validity, seal.digest);
  return {
    verdict: found.stimulus === null ? verdict : { ...verdict, stimulus: found.stimulus },
    staffing: outcome.staffing,
    covered: covered.finish(),
  };
}

/** Charts over the time of the load show when the stimulus was in force. */
const shaded = (charts: readonly Chart[], band: FoundStimulus["band"]): Chart[] =>
  charts.map((chart) =>
    band === null || chart.bands.length === 0 ? chart : { ...chart, bands: [...chart.bands, band] },
  );

const NOTHING: JudgeOutcome = {
  objectives: [],
  validity: [],
  certainMisses: [],
  charts: [],
  tables: [],
  staffing: { peakUse: null, neededSlots: null, queueSeen: false },
};

/** Agents' work and the target's exports first, customers last: the order in which judges join them. */
const inOrder = (kinds: readonly EvidenceKind[]): EvidenceKind[] =>
  [...kinds].sort((a, b) => Number(a === "contact") - Number(b === "contact"));

function observe(generator: ReturnType<typeof createGeneratorChecks>, item: EvidenceItem): void {
  if (item.kind === "contact") generator.contact(item.record);
  else if (item.kind === "health") generator.health(item.record);
  else if (item.kind === "heartbeat") generator.heartbeat(item.record);
  else if (item.kind === "journal") generator.journal(item.record);
}

async function missingFiles(kinds: readonly EvidenceKind[], dir: string): Promise<Set<EvidenceKind>> {
  const missing = new Set<EvidenceKind>();
  for (const kind of kinds) {
    // A pipe would be waited for without end, and what a link points to is no part of the folder.
    const looked = await lstat(join(dir, EVIDENCE_FILES[kind])).catch(() => null);
    if (looked?.isFile() !== true) missing.add(kind);
  }
  return missing;
}

/** What of the missing evidence a verdict cannot do without: a target that has no part for it gave none. */
const needed = (missing: ReadonlySet<EvidenceKind>, mapped: ReplicateRecord["mapped"]): ReadonlySet<EvidenceKind> =>
  new Set(
    [...missing].filter((kind) => {
      const part = EVIDENCE_OF[kind];
      return !DISPENSABLE.includes(kind) && (mapped === undefined || part === undefined || mapped.parts.includes(part));
    }),
  );

const specsOf = (definition: DrillDefinition, plan: Plan, { mapped }: ReplicateRecord): readonly ObjectiveSpec[] => [
  ...definition.objectives(plan.budgets),
  ...(mapped === undefined ? [] : (definition.mappedObjectives ?? [])),
];

function evidenceCheck(missing: ReadonlySet<EvidenceKind>, faults: readonly FieldproofError[]): ValidityCheck {
  const first = faults[0];
  const ok = missing.size === 0 && first === undefined;
  const sentence = ok
    ? "All evidence is there and matches its digests."
    : first !== undefined
      ? `${first.message} [${first.code}]${faults.length > 1 ? ` and ${faults.length - 1} more` : ""}`
      : `Evidence is missing: ${[...missing].sort().join(", ")}.`;
  return {
    id: first === undefined || missing.size > 0 ? "evidence-complete" : "evidence-intact",
    ok,
    sentence,
    value: missing.size + faults.length,
    limit: 0,
  };
}

function targetChecks(record: ReplicateRecord): ValidityCheck[] {
  const died = record.faults.find((fault) => fault.code === "FP-STACK-003");
  const other = record.faults.find((fault) => fault.code !== "FP-STACK-003" && fault.code.startsWith("FP-STACK"));
  const inner = record.faults.find((fault) => !fault.code.startsWith("FP-STACK") && !fault.code.startsWith("FP-K6"));
  const checks: ValidityCheck[] = [
    {
      id: "target-alive",
      ok: died === undefined,
      sentence: died?.message ?? "The target lived through the whole run.",
      value: null,
      limit: null,
    },
  ];
  if (other !== undefined)
    checks.push({ id: "target-fit", ok: false, sentence: other.message, value: null, limit: null });
  if (inner !== undefined)
    checks.push({ id: "run-whole", ok: false, sentence: inner.message, value: null, limit: null });
  return checks;
}
