import { createReadStream } from "node:fs";
import { constants, type FileHandle, lstat, open } from "node:fs/promises";
import { join } from "node:path";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { HISTORY_FILE, HISTORY_SCHEMA_ID, type HistoryEntry, historyEntrySchema } from "../../core/schema/history.ts";
import { fileKind } from "../../core/text/file-kind.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { createLineSplitter } from "../../core/text/line-splitter.ts";

export interface History {
  /** In the order in which runs ended, which no clock can change. Of a run that was judged again, the later line. */
  readonly entries: readonly HistoryEntry[];
  /** Lines that are cut, edited, too long, or of no schema. */
  readonly damaged: number;
  /** Lines of another version's schema. */
  readonly foreign: number;
  /** Lines that were not wanted. */
  readonly others: number;
}

const NONE: History = { entries: [], damaged: 0, foreign: 0, others: 0 };
/** A line of a hundred replicates has some 250 kB. */
const LINE_BYTES = 4_000_000;
/** So many are held at most, the latest: a list or a trend needs no more. */
const MOST_ENTRIES = 5000;

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);

/** A cut last line is ended first, so that it spoils itself alone. Another writer's line may come in between: blank lines are skipped. */
async function endsWhole(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const last = new Uint8Array(1);
  await file.read(last, 0, 1, size - 1);
  return last[0] === 10;
}

/**
 * Adds a run's line: one write at the end of the file, synced, so that a line is whole or, after a crash, the last.
 * @throws FieldproofError FP-FILE-002
 */
export async function appendHistory(runsDir: string, entry: HistoryEntry): Promise<void> {
  const path = join(runsDir, HISTORY_FILE);
  const refused = (reason: string, cause?: unknown): FieldproofError =>
    new FieldproofError("FP-FILE-002", { path, reason }, { cause });
  const line = `${JSON.stringify(historyEntrySchema.parse(entry))}\n`;
  const found = await lstat(path).catch(() => null);
  // Not through a link, and not into a pipe, which would wait for a reader.
  if (found !== null && !found.isFile()) throw refused(`it is ${fileKind(found)}`);
  try {
    const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
    await using file = await open(path, O_RDWR | O_APPEND | O_CREAT | (O_NOFOLLOW ?? 0), 0o644);
    await file.write(Buffer.from((await endsWhole(file)) ? line : `\n${line}`));
    await file.sync();
  } catch (error) {
    throw refused(fileReason(error), error);
  }
}

/** One line's meaning. */
function read(text: string): HistoryEntry | "damaged" | "foreign" {
  if (!text.startsWith("{")) return "damaged";
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "damaged";
  }
  const schema = typeof value === "object" && value !== null && "schema" in value ? value.schema : null;
  if (typeof schema === "string" && schema.startsWith("fieldproof.history/") && schema !== HISTORY_SCHEMA_ID)
    return "foreign";
  const parsed = historyEntrySchema.safeParse(value);
  return parsed.success ? parsed.data : "damaged";
}

const PREFIX = `{"schema":"${HISTORY_SCHEMA_ID}",`;

/**
 * Reads the history, as long as it may be; empty when there is none. A damaged line costs that line.
 * @param planDigest only lines of this plan are read, the others counted; without it all are
 * @throws FieldproofError FP-FILE-001 when it is there and cannot be read
 */
export async function readHistory(runsDir: string, planDigest: string | null = null): Promise<History> {
  const path = join(runsDir, HISTORY_FILE);
  const refused = (reason: string, cause?: unknown): FieldproofError =>
    new FieldproofError("FP-FILE-001", { path, reason }, { cause });
  const found = await lstat(path).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return null;
    throw refused(fileReason(error), error);
  });
  if (found === null) return NONE;
  if (!found.isFile()) throw refused(`it is ${fileKind(found)}`);
  const entries = new Map<string, HistoryEntry>();
  const digest = planDigest === null ? "" : JSON.stringify(planDigest);
  let [damaged, foreign, others] = [0, 0, 0];
  const decoder = new TextDecoder("utf-8");
  const splitter = createLineSplitter(LINE_BYTES);
  const take = (pieces: ReturnType<typeof splitter.push>): void => {
    for (const { bytes, ending, overlong } of pieces) {
      if (overlong) {
        if (ending !== "more") damaged += 1;
        continue;
      }
      const line = decoder.decode(bytes).trim();
      if (line === "") continue;
      if (line.startsWith(PREFIX) && !line.includes(digest)) {
        others += 1;
        continue;
      }
      const entry = read(line);
      if (entry === "damaged") damaged += 1;
      else if (entry === "foreign") foreign += 1;
      else {
        // A run judged again keeps its place: it was run when it was run.
        entries.set(`${entry.run} ${entry.startedAt}`, entry);
        const [oldest] = entries.keys();
        if (entries.size > MOST_ENTRIES && oldest !== undefined) entries.delete(oldest);
      }
    }
  };
  try {
    for await (const chunk of createReadStream(path)) take(splitter.push(chunk));
  } catch (error) {
    throw refused(fileReason(error), error);
  }
  take(splitter.end());
  return { entries: [...entries.values()], damaged, foreign, others };
}
