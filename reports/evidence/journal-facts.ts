import type { z } from "zod";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { type JournalEntry, journalEntrySchema } from "../../core/schema/evidence.ts";
import {
  type EvidenceCollected,
  evidenceCollectedSchema,
  journalFaultSchema,
  type ReplicateBegan,
  replicateBeganSchema,
  replicateEndedSchema,
  type ReplicatePlanned,
  replicatePlannedSchema,
} from "../../core/schema/journal.ts";
import { printable } from "../../core/text/printable.ts";
import { CHAIN_START, verifyChain } from "../../core/trust/hash-chain.ts";
import { chainTools } from "./chain-tools.ts";
import { eachRecord } from "./read-records.ts";

/** What a whole journal knows of its replicate. */
export interface JournalFacts {
  readonly began: ReplicateBegan;
  /** Null where the target was never fit for a load. */
  readonly planned: ReplicatePlanned | null;
  readonly collected: EvidenceCollected;
  readonly faults: readonly string[];
  readonly aborted: boolean;
  /** When the replicate ended, epoch milliseconds. */
  readonly endedAt: number;
}

/**
 * Reads a journal to its end, checks its chainTools, and gathers what it says of the replicate. `shown` is the name that
 * faults carry.
 * @throws FieldproofError FP-EVID-005 (damaged, or it ends before the replicate did), FP-EVID-006 (the chain breaks)
 */
export async function readJournalFacts(path: string, shown: string): Promise<JournalFacts> {
  let head = CHAIN_START;
  let line = 0;
  const entries = new Map<string, JournalEntry[]>();
  const fault = (reason: string): FieldproofError =>
    new FieldproofError("FP-EVID-005", { path: shown, line: Math.max(1, line), reason: printable(reason) });
  await eachRecord(path, journalEntrySchema, (entry) => {
    line += 1;
    const broken = verifyChain([entry], chainTools, head).result === "broken" || entry.seq !== line;
    if (broken) throw new FieldproofError("FP-EVID-006", { path: shown, line });
    head = entry.hash;
    if (FACTS.has(entry.kind)) entries.set(entry.kind, [...(entries.get(entry.kind) ?? []), entry]);
  });
  const all = <T>(kind: string, schema: z.ZodType<T>): T[] =>
    (entries.get(kind) ?? []).map(({ data }) => {
      const parsed = schema.safeParse(data);
      if (!parsed.success) throw fault(`${kind} is not of its schema`);
      return parsed.data;
    });
  const one = <T>(kind: string, schema: z.ZodType<T>): T => {
    const [found, second] = all(kind, schema);
    if (found === undefined) throw fault(`it ends without ${kind}: the replicate was cut off`);
    if (second !== undefined) throw fault(`it holds ${kind} twice`);
    return found;
  };
  const began = one("replicate.began", replicateBeganSchema);
  const ended = one("replicate.ended", replicateEndedSchema);
  if (entries.get("replicate.ended")?.[0]?.seq !== line) throw fault("it goes on after replicate.ended");
  return {
    began,
    planned: entries.has("replicate.planned") ? one("replicate.planned", replicatePlannedSchema) : null,
    collected: one("evidence.collected", evidenceCollectedSchema),
    faults: all("fault", journalFaultSchema).map(({ code }) => code),
    aborted: ended.aborted,
    endedAt: entries.get("replicate.ended")?.[0]?.at ?? Number.NaN,
  };
}

const FACTS: ReadonlySet<string> = new Set([
  "replicate.began",
  "replicate.planned",
  "evidence.collected",
  "fault",
  "replicate.ended",
]);
