import { createHash } from "node:crypto";
import { closeSync, fdatasync, ftruncateSync, openSync, writeSync } from "node:fs";
import { promisify } from "node:util";
import canonicalize from "canonicalize";
import type { Clock } from "../../core/contract/ports.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { JournalEntry } from "../../core/schema/evidence.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { CHAIN_START, linked } from "../../core/trust/hash-chain.ts";

const synced = promisify(fdatasync);

export interface Journal {
  /**
   * Adds an entry; it is on the file when this returns, and on the disk when `sync` was asked for. Entries keep the
   * order of the calls. Half characters in `data` become U+FFFD, what JSON has no form for is left out.
   * @throws FieldproofError FP-RUN-002; the same one again for every entry after it
   */
  append(
    kind: string,
    data: Readonly<Record<string, unknown>>,
    options?: { readonly sync?: boolean },
  ): Promise<JournalEntry>;
  /** The first write that failed. */
  readonly fault: FieldproofError | null;
  /** Never throws; a fault of the last flush stands in `fault`. */
  close(): Promise<void>;
}

const tools = {
  canonical: (value: object): string => canonicalize(value) ?? "",
  sha256Hex: (text: string): string => createHash("sha256").update(text).digest("hex"),
};

const plain = (data: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(data), (_, value: unknown) =>
    typeof value === "string" ? value.replaceAll(/\p{Surrogate}/gu, "\ufffd") : value,
  );

/**
 * Opens a new, append-only journal. Each line is the RFC 8785 form of an entry that holds the hash of the one before
 * it. `openFile` gives the descriptor; by default the file must not exist yet.
 * @throws FieldproofError FP-RUN-002
 */
export const openJournal = async (
  path: string,
  clock: Clock,
  openFile: (path: string) => number = (name) => openSync(name, "ax"),
): Promise<Journal> => {
  let fault: FieldproofError | null = null;
  const failed = (error: unknown): FieldproofError => {
    fault ??= new FieldproofError("FP-RUN-002", { path, reason: fileReason(error) }, { cause: error });
    return fault;
  };
  let file: number;
  try {
    file = openFile(path);
  } catch (error) {
    throw failed(error);
  }
  let open = true;
  let seq = 0;
  let head = CHAIN_START;
  let length = 0;

  const write = (line: Buffer): void => {
    let done = 0;
    try {
      while (done < line.length) done += writeSync(file, line, done);
      length += line.length;
    } catch (error) {
      const first = failed(error);
      // Half a line would make the whole journal unreadable; what was whole stays.
      try {
        if (done > 0) ftruncateSync(file, length);
      } catch {
        // The write's own fault is the one to tell.
      }
      throw first;
    }
  };

  return {
    append: async (kind, data, options = {}) => {
      if (fault !== null) throw fault;
      if (!open) throw failed(new Error("the journal is closed"));
      const entry = linked({ seq: seq + 1, at: clock.now(), kind, data: plain(data) }, head, tools);
      write(Buffer.from(`${tools.canonical(entry)}\n`));
      seq = entry.seq;
      head = entry.hash;
      if (options.sync === true) {
        await synced(file).catch((error: unknown) => {
          throw failed(error);
        });
      }
      return entry;
    },
    get fault() {
      return fault;
    },
    close: async () => {
      if (!open) return;
      open = false;
      await synced(file).catch(failed);
      try {
        closeSync(file);
      } catch (error) {
        failed(error);
      }
    },
  };
};
