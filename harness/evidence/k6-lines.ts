import { createReadStream } from "node:fs";
import { join } from "node:path";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { type K6Line, k6LineSchema, type OwnLimit } from "../../core/schema/evidence.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { createLineSplitter } from "../../core/text/line-splitter.ts";
import { openSink, type Sink } from "./sink.ts";

const MAX_LINE_BYTES = 1_000_000;

/** Where each kind of record goes, in the folder of the replicate. */
const FILES = {
  contact: "contacts.ndjson",
  handling: "handlings.ndjson",
  probe: "probes.ndjson",
  access: "access.ndjson",
  heartbeat: "heartbeats.ndjson",
} as const;
const STRAY_FILE = "k6-stray.log";

export interface SplitResult {
  readonly contacts: number;
  readonly handlings: number;
  readonly probes: number;
  readonly heartbeats: number;
  /** Lines that are no record: k6's own words, damaged, cut, overlong; kept as they are in k6-stray.log. */
  readonly stray: number;
  /** Epoch milliseconds of T0, from the first clock line; null when the load never started. */
  readonly t0: number | null;
  /** k6 wrote its end line: the scenario came to its end. */
  readonly ended: boolean;
  /** Epoch milliseconds of the end line. */
  readonly endedAt: number | null;
  /** What a load at a mapped desk waited for room in its limit; null where none said so. */
  readonly ownLimit: OwnLimit | null;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const recordOf = (bytes: Uint8Array): K6Line | null => {
  try {
    const parsed = k6LineSchema.safeParse(JSON.parse(decoder.decode(bytes)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

/**
 * Sorts k6's raw console file into the files of `replicateDir`, line by line and as it is written; a file of a million
 * lines takes no more memory than a small one. A last line without its newline was cut off and is stray. A console
 * file that is missing gives empty files: k6 never spoke.
 * @throws FieldproofError FP-RUN-002 (cannot write, or a file exists already), FP-FILE-001 (cannot read)
 */
export const splitK6Lines = async (consoleFile: string, replicateDir: string): Promise<SplitResult> => {
  await using sinks = await openSinks(replicateDir);
  const counts = { contact: 0, handling: 0, probe: 0, access: 0, heartbeat: 0 };
  let stray = 0;
  let t0: number | null = null;
  let endedAt: number | null = null;
  let ownLimit: OwnLimit | null = null;
  const splitter = createLineSplitter(MAX_LINE_BYTES);

  const take = async (piece: ReturnType<typeof splitter.end>[number]): Promise<void> => {
    const whole = piece.ending === "newline" && !piece.overlong;
    const record = whole ? recordOf(piece.bytes) : null;
    let sink = sinks.stray;
    if (record?.kind === "clock" && t0 === null) {
      t0 = record.t0;
      return;
    }
    if (record?.kind === "end" && endedAt === null) {
      endedAt = record.at;
      return;
    }
    if (record?.kind === "limit" && ownLimit === null) {
      const { kind: _, at: __, ...stats } = record;
      ownLimit = stats;
      return;
    }
    if (record !== null && record.kind !== "clock" && record.kind !== "limit" && record.kind !== "end") {
      sink = sinks[record.kind];
      counts[record.kind] += 1;
    } else if (piece.ending !== "more") stray += 1;
    if (sink.add(piece.bytes, piece.ending === "newline")) await sink.flush();
  };

  try {
    for await (const chunk of createReadStream(consoleFile, { highWaterMark: 256 * 1024 })) {
      for (const piece of splitter.push(chunk)) await take(piece);
    }
  } catch (error) {
    if (error instanceof FieldproofError) throw error;
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!missing)
      throw new FieldproofError("FP-FILE-001", { path: consoleFile, reason: fileReason(error) }, { cause: error });
  }
  for (const piece of splitter.end()) await take(piece);
  await sinks.close();
  const { contact: contacts, handling: handlings, probe: probes, heartbeat: heartbeats } = counts;
  return { contacts, handlings, probes, heartbeats, stray, t0, ended: endedAt !== null, endedAt, ownLimit };
};

type Sinks = Record<keyof typeof FILES | "stray", Sink> & AsyncDisposable & { close(): Promise<void> };

const openSinks = async (folder: string): Promise<Sinks> => {
  const open: Sink[] = [];
  let closed = false;
  const named = async (name: string): Promise<Sink> => {
    const sink = await openSink(join(folder, name));
    open.push(sink);
    return sink;
  };
  const closeAll = async (): Promise<PromiseSettledResult<void>[]> => {
    closed = true;
    return Promise.allSettled(open.map((sink) => sink.close()));
  };
  try {
    return {
      contact: await named(FILES.contact),
      handling: await named(FILES.handling),
      probe: await named(FILES.probe),
      access: await named(FILES.access),
      heartbeat: await named(FILES.heartbeat),
      stray: await named(STRAY_FILE),
      close: async () => {
        const failed = (await closeAll()).find((result) => result.status === "rejected");
        if (failed !== undefined) throw failed.reason;
      },
      // After a fault: what was read so far is kept, and the fault itself is the one that is told.
      [Symbol.asyncDispose]: async () => {
        if (!closed) await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
};
