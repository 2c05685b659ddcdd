import { writeSync } from "node:fs";
import { isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { openSqliteStore } from "../event-log/sqlite-store.ts";
import { batchOf } from "./drafts.ts";

/**
 * A process that appends to the log at argv[2] without end, argv[3] writers at once: `ack INDEX BATCH OF` on standard
 * output for each batch, once it is acknowledged. Ends by being killed, or when the disk refuses: `refused CODE` from
 * each writer.
 */
const [, , path = "", writers = "4"] = process.argv;
const store = await openSqliteStore(path);
let batch = store.size();

const say = (line: string): void => void writeSync(1, `${line}\n`);
const write = async (): Promise<void> => {
  try {
    for (;;) {
      batch += 1;
      const mine = batch;
      const of = 1 + (mine % 5);
      const [first = -1] = await store.append(batchOf(mine, of, 300));
      say(`ack ${first} ${mine} ${of}`);
    }
  } catch (error) {
    say(`refused ${isFieldproofError(error) ? error.code : String(error)}`);
  }
};

await Promise.all(Array.from({ length: Number(writers) }, write));
await store.close();
