import { createHash } from "node:crypto";
import { TextDecoder } from "node:util";
import canonicalize from "canonicalize";
import { FieldproofError, isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { type JournalEntry, journalEntrySchema } from "../../core/schema/evidence.ts";
import { printable } from "../../core/text/printable.ts";
import { CHAIN_START, type ChainTools, verifyChain } from "../../core/trust/hash-chain.ts";
import { readSmallFile } from "../plan/small-file.ts";

const LIMIT_MB = 64;
const NEWLINE = 10;

const tools: ChainTools = {
  canonical: (value) => canonicalize(value) ?? "",
  sha256Hex: (text) => createHash("sha256").update(text).digest("hex"),
};

export interface ChainedFile {
  readonly entries: readonly JournalEntry[];
  /** Hash of the last whole entry. */
  readonly head: string;
  /** The file ends in the middle of a line: whoever wrote it was killed, or the disk was full. */
  readonly cut: boolean;
}

/**
 * Reads a journal up to its last whole, chained entry. What stands behind the last newline was never finished and
 * does not count; every line before must be whole and hold the hash of the one before it.
 * @param shown the name that an error carries
 * @throws FieldproofError FP-RECOVER-001 with the line
 */
export async function readChainedFile(path: string, shown: string): Promise<ChainedFile> {
  const refused = (line: number, reason: string, cause?: unknown): FieldproofError =>
    new FieldproofError("FP-RECOVER-001", { path: shown, line, reason: printable(reason, 200) }, { cause });
  let bytes: Buffer;
  try {
    bytes = await readSmallFile(path, LIMIT_MB);
  } catch (error) {
    throw refused(1, isFieldproofError(error) ? String(error.details["reason"] ?? "it is too large") : "unread", error);
  }
  const whole = bytes.lastIndexOf(NEWLINE) + 1;
  const entries: JournalEntry[] = [];
  let head = CHAIN_START;
  for (const text of linesOf(bytes.subarray(0, whole), refused)) {
    const line = entries.length + 1;
    const entry = journalEntrySchema.safeParse(toJson(text));
    if (!entry.success) throw refused(line, "it is no entry of a journal");
    if (entry.data.seq !== line) throw refused(line, "its number is not the next one");
    const link = verifyChain([entry.data], tools, head);
    if (link.result === "broken")
      throw refused(line, link.reason === "prev" ? "it does not follow the one before" : "it was edited");
    entries.push(entry.data);
    head = entry.data.hash;
  }
  return { entries, head, cut: whole < bytes.length };
}

function linesOf(bytes: Buffer, refused: (line: number, reason: string) => FieldproofError): string[] {
  if (bytes.length === 0) return [];
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refused(1, "it is no text");
  }
  return text.slice(0, -1).split("\n");
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
