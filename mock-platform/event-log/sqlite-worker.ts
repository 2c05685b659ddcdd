import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import { verifyChain } from "../../core/trust/hash-chain.ts";
import { messageOf } from "../../core/errors/fieldproof-error.ts";
import type { LogEntry } from "../../core/schema/wire.ts";
import type { EventDraft } from "./event-store.ts";
import { chainTools, entriesOf } from "./log-chain.ts";
import type { EventRow, WorkerReply, WorkerRequest, WorkerStart } from "./sqlite-protocol.ts";

/** Owns the database file: fsync and checkpoints stall this thread and never the event loop of the stack. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS log (position INTEGER PRIMARY KEY, entry TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS custody (position INTEGER PRIMARY KEY, held TEXT NOT NULL) STRICT;
`;

const open = ({ path, maxPages }: WorkerStart): DatabaseSync => {
  const db = new DatabaseSync(path);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000");
  if (maxPages > 0) db.exec(`PRAGMA max_page_count = ${Math.trunc(maxPages)}`);
  db.exec(SCHEMA);
  return db;
};

/** Size and head of the log on disk; throws when its hash chain does not hold. */
const checkedHead = (db: DatabaseSync): { size: number; head: string } => {
  const rows = db.prepare("SELECT entry FROM log ORDER BY position").iterate();
  const entries = (function* (): Iterable<LogEntry> {
    for (const row of rows) yield JSON.parse(String(row["entry"]));
  })();
  const check = verifyChain(entries, chainTools);
  if (check.result === "broken") throw new Error(`its hash chain breaks at entry ${check.at} (${check.reason})`);
  return { size: check.count, head: check.head };
};

const serve = (db: DatabaseSync, reply: (message: WorkerReply) => void): ((request: WorkerRequest) => void) => {
  const insertEntry = db.prepare("INSERT INTO log (position, entry) VALUES (?, ?)");
  const insertCustody = db.prepare("INSERT INTO custody (position, held) VALUES (?, ?)");
  const select = db.prepare(
    "SELECT entry, held FROM log LEFT JOIN custody USING (position) WHERE position >= ? ORDER BY position LIMIT ?",
  );
  let { size, head } = checkedHead(db);

  const append = (drafts: readonly EventDraft[]): number => {
    const first = size;
    const entries = entriesOf(drafts, first, head);
    db.exec("BEGIN IMMEDIATE");
    try {
      entries.forEach((entry, place) => {
        insertEntry.run(entry.index, JSON.stringify(entry));
        const custody = drafts[place]?.custody;
        if (custody !== undefined) insertCustody.run(entry.index, JSON.stringify(custody));
      });
      db.exec("COMMIT");
    } catch (error) {
      if (db.isTransaction) db.exec("ROLLBACK");
      throw error;
    }
    size += entries.length;
    head = entries.at(-1)?.hash ?? head;
    return first;
  };
  const read = (from: number, limit: number): EventRow[] =>
    select.all(from, limit).map((row) => ({
      entry: String(row["entry"]),
      custody: row["held"] === null ? null : String(row["held"]),
    }));

  reply({ opened: size });
  return (request) => {
    try {
      if (request.do === "append") reply({ id: request.id, first: append(request.drafts) });
      else if (request.do === "read") reply({ id: request.id, rows: read(request.from, request.limit) });
      else {
        db.close();
        reply({ id: request.id, closed: true });
        parentPort?.close();
      }
    } catch (error) {
      reply({ id: request.id, refused: messageOf(error) });
    }
  };
};

const port = parentPort;
if (port !== null) {
  try {
    port.on(
      "message",
      serve(open(workerData), (message) => port.postMessage(message)),
    );
  } catch (error) {
    port.postMessage({ unopened: messageOf(error) } satisfies WorkerReply);
    port.close();
  }
}
