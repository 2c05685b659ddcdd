import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";

/** The least that can be durable: texts as they come, into the same tables, a transaction a group. */
const db = new DatabaseSync(workerData.path);
db.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
db.exec("CREATE TABLE log (position INTEGER PRIMARY KEY, entry TEXT NOT NULL) STRICT");
db.exec("CREATE TABLE custody (position INTEGER PRIMARY KEY, held TEXT NOT NULL) STRICT");
const insertEntry = db.prepare("INSERT INTO log (position, entry) VALUES (?, ?)");
const insertCustody = db.prepare("INSERT INTO custody (position, held) VALUES (?, ?)");
let size = 0;

parentPort?.on("message", (group: readonly { readonly entry: string; readonly custody: string }[] | "close") => {
  if (group === "close") {
    db.close();
    parentPort?.close();
    return;
  }
  db.exec("BEGIN IMMEDIATE");
  for (const { entry, custody } of group) {
    insertEntry.run(size, entry);
    insertCustody.run(size, custody);
    size += 1;
  }
  db.exec("COMMIT");
  parentPort?.postMessage(size);
});
parentPort?.postMessage(0);
