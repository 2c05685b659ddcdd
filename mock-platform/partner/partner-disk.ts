import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { FieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import { type AccountEntry, accountEntrySchema } from "../../core/schema/partner-account.ts";
import type { PartnerStore } from "./partner-store.ts";

/** "FPpt": marks a SQLite file as the account of a partner. */
const APPLICATION_ID = 0x46507074;
const SCHEMA = `
  BEGIN IMMEDIATE;
  CREATE TABLE account (place INTEGER PRIMARY KEY, entry TEXT NOT NULL) STRICT;
  PRAGMA application_id = ${APPLICATION_ID};
  COMMIT;
`;
/** How long to wait for another process that has the file; one that is ending lets go within this. */
const BUSY_MS = 2000;

export interface PartnerDisk extends PartnerStore {
  /** Everything that was kept, oldest first. */
  readonly entries: readonly AccountEntry[];
  close(): void;
}

const isNew = (db: DatabaseSync): boolean => db.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"] === 0;

const opened = (path: string): DatabaseSync => {
  const db = new DatabaseSync(path);
  try {
    // Before WAL: two partners on one folder would each settle what the other has.
    db.exec(`PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA locking_mode = EXCLUSIVE`);
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    if (isNew(db)) db.exec(SCHEMA);
    if (db.prepare("PRAGMA application_id").get()?.["application_id"] !== APPLICATION_ID)
      throw new Error("it is not the account of a partner");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

const entryOf = (row: Readonly<Record<string, unknown>>, index: number): AccountEntry => {
  const place = index + 1;
  let value: unknown;
  try {
    value = JSON.parse(String(row["entry"]));
  } catch {
    value = undefined;
  }
  const { data, success } = accountEntrySchema.safeParse(value);
  if (!success || row["place"] !== place) throw new Error(`entry ${place} cannot be read`);
  return data;
};

/**
 * The account of a partner in `folder` (SQLite, synchronous=FULL), for this process alone. Throws FP-STACK-007 when it is
 * damaged, another kind of file, or held by another process.
 */
export const openPartnerDisk = (folder: string): PartnerDisk => {
  const path = join(folder, "partner.sqlite");
  let db: DatabaseSync | null = null;
  try {
    const lostMain = !existsSync(path) && existsSync(`${path}-wal`);
    if (lostMain) throw new Error("it is gone, but its write-ahead file is there");
    const open = opened(path);
    db = open;
    const entries = open.prepare("SELECT place, entry FROM account ORDER BY place").all().map(entryOf);
    const insert = open.prepare("INSERT INTO account (entry) VALUES (?)");
    return {
      entries,
      add: (more) => {
        open.exec("BEGIN IMMEDIATE");
        try {
          for (const entry of more) insert.run(JSON.stringify(entry));
          open.exec("COMMIT");
        } catch (error) {
          if (open.isTransaction) open.exec("ROLLBACK");
          throw error;
        }
      },
      close: () => open.close(),
    };
  } catch (error) {
    db?.close();
    throw new FieldproofError("FP-STACK-007", { path, reason: messageOf(error) }, { cause: error });
  }
};
