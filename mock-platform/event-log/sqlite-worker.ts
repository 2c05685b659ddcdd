import type { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import { messageOf } from "../../core/errors/fieldproof-error.ts";
import type { DraftText } from "./draft-text.ts";
import { entryTexts } from "./entry-texts.ts";
import { checkedHead, openLogFile } from "./log-file.ts";
import type { EventRow, WorkerReply, WorkerRequest } from "./sqlite-protocol.ts";

/** Owns the database file: fsync and checkpoints stall this thread and never the event loop of the stack. */
const serve = (db: DatabaseSync, reply: (message: WorkerReply) => void): ((request: WorkerRequest) => void) => {
  const insertEntry = db.prepare("INSERT INTO log (position, entry) VALUES (?, ?)");
  const insertCustody = db.prepare("INSERT INTO custody (position, held) VALUES (?, ?)");
  const select = db.prepare(
    "SELECT entry, held FROM log LEFT JOIN custody USING (position) WHERE position >= ? ORDER BY position LIMIT ?",
  );
  let { size, head } = checkedHead(db);

  const append = (drafts: readonly DraftText[]): number => {
    const first = size;
    const entries = entryTexts(drafts, first, head);
    db.exec("BEGIN IMMEDIATE");
    try {
      entries.forEach((entry, place) => {
        insertEntry.run(entry.index, entry.text);
        const custody = drafts[place]?.custody;
        if (typeof custody === "string") insertCustody.run(entry.index, custody);
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
        // Whatever becomes of the file, this thread must not keep the process alive.
        parentPort?.close();
        db.close();
        reply({ id: request.id, closed: true });
      }
    } catch (error) {
      reply({ id: request.id, refused: messageOf(error) });
    }
  };
};

const port = parentPort;
if (port !== null) {
  let db: DatabaseSync | null = null;
  try {
    db = openLogFile(workerData);
    port.on(
      "message",
      serve(db, (message) => port.postMessage(message)),
    );
  } catch (error) {
    db?.close();
    port.postMessage({ unopened: messageOf(error) } satisfies WorkerReply);
    port.close();
  }
}
