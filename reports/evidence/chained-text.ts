import { lstat, readFile } from "node:fs/promises";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { type JournalEntry, journalEntrySchema } from "../../core/schema/evidence.ts";
import { CHAIN_START, verifyChain } from "../../core/trust/hash-chain.ts";
import { chainTools } from "./chain-tools.ts";

const LIMIT_BYTES = 64_000_000;

export interface ChainedText {
  readonly entries: readonly JournalEntry[];
  /** Hash of the last whole entry. */
  readonly head: string;
}

/**
 * Reads a chained file up to its last whole entry: whoever wrote it may have been killed in the middle of a line.
 * @param shown the name that an error carries
 * @returns null when there is no such regular file
 * @throws FieldproofError FP-EVID-005 (a line is no entry), -006 (the chain breaks); each with the line
 */
export async function readChainedText(path: string, shown: string): Promise<ChainedText | null> {
  const stats = await lstat(path).catch(() => null);
  if (stats?.isFile() !== true || stats.size > LIMIT_BYTES) return null;
  const lines = (await readFile(path, "utf8")).split("\n");
  // What stands behind the last newline was never finished; after a whole line it is empty.
  lines.pop();
  const entries: JournalEntry[] = [];
  let head = CHAIN_START;
  for (const text of lines) {
    const line = entries.length + 1;
    const entry = journalEntrySchema.safeParse(toJson(text));
    if (!entry.success) throw new FieldproofError("FP-EVID-005", { path: shown, line, reason: "it is no entry" });
    const broken = verifyChain([entry.data], chainTools, head).result === "broken" || entry.data.seq !== line;
    if (broken) throw new FieldproofError("FP-EVID-006", { path: shown, line });
    entries.push(entry.data);
    head = entry.data.hash;
  }
  return { entries, head };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
