import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type LogEntry, logEntrySchema } from "../../core/schema/wire.ts";
import { verifyChain } from "../../core/trust/hash-chain.ts";
import { chainTools } from "./log-chain.ts";
import type { WorkerStart } from "./sqlite-protocol.ts";
import { holdsCommitment } from "./text-commitment.ts";

/** "FPlg": marks a SQLite file as an event log of this stack, so that no other file is ever written to. */
const APPLICATION_ID = 0x46506c67;
const SCHEMA_VERSION = 1;
const SCHEMA = `
  BEGIN;
  CREATE TABLE log (position INTEGER PRIMARY KEY, entry TEXT NOT NULL) STRICT;
  CREATE TABLE custody (position INTEGER PRIMARY KEY, held TEXT NOT NULL) STRICT;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
  COMMIT;
`;
/** How long to wait for another process that has the file; a stack that is ending lets go within this. */
const BUSY_MS = 2000;

/** Makes the file whole under another name: one that is there was once complete, so an empty one is damage. */
const create = (path: string): void => {
  if (existsSync(`${path}-wal`)) throw new Error("it is gone, but its write-ahead file is there");
  const fresh = `${path}.new`;
  rmSync(fresh, { force: true });
  const db = new DatabaseSync(fresh);
  try {
    db.exec(SCHEMA);
  } finally {
    db.close();
  }
  renameSync(fresh, path);
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
};

const pragma = (db: DatabaseSync, name: string): unknown => db.prepare(`PRAGMA ${name}`).get()?.[name];

/**
 * Opens the log's file for this process alone (WAL, synchronous=FULL), making it when there is none. Throws when it
 * is another kind of file, of another version, damaged, or held by another process.
 */
export const openLogFile = ({ path, maxPages }: WorkerStart): DatabaseSync => {
  if (!existsSync(path)) create(path);
  const db = new DatabaseSync(path);
  try {
    // Before WAL: two stacks on one folder would each extend the chain behind the other's back.
    db.exec(`PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA locking_mode = EXCLUSIVE`);
    if (pragma(db, "application_id") !== APPLICATION_ID) throw new Error("it is not an event log of this stack");
    const version = pragma(db, "user_version");
    if (version !== SCHEMA_VERSION) throw new Error(`it is of version ${String(version)}, not ${SCHEMA_VERSION}`);
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    if (maxPages > 0) db.exec(`PRAGMA max_page_count = ${Math.trunc(maxPages)}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

const parsed = (text: unknown): unknown => {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
};

const entryAt = (place: number, row: Readonly<Record<string, unknown>>): LogEntry => {
  const entry = logEntrySchema.safeParse(parsed(row["entry"]));
  if (!entry.success) throw new Error(`entry ${place} cannot be read`);
  if (row["position"] !== place || entry.data.index !== place) throw new Error(`entry ${place} is not in its place`);
  if (row["held"] !== null && !holdsCommitment(entry.data, parsed(row["held"])))
    throw new Error(`what is kept beside entry ${place} is not what the entry commits to`);
  return entry.data;
};

/** Reads the whole log: its size and head. Throws when an entry, the hash chain or a kept text does not hold. */
export const checkedHead = (db: DatabaseSync): { size: number; head: string } => {
  const rows = db
    .prepare("SELECT position, entry, held FROM log LEFT JOIN custody USING (position) ORDER BY position")
    .iterate();
  const entries = (function* (): Iterable<LogEntry> {
    let place = 0;
    for (const row of rows) {
      yield entryAt(place, row);
      place += 1;
    }
  })();
  const check = verifyChain(entries, chainTools);
  if (check.result === "broken") throw new Error(`its hash chain breaks at entry ${check.at} (${check.reason})`);
  const beyond = db.prepare("SELECT count(*) AS n FROM custody WHERE position NOT IN (SELECT position FROM log)").get();
  if (beyond?.["n"] !== 0) throw new Error("texts are kept for entries that are not there");
  return { size: check.count, head: check.head };
};
