import { join } from "node:path";
import { stringify } from "csv-stringify/sync";
import type { ContactScript } from "../../core/contract/script.ts";
import type { TargetFile } from "../../core/schema/target-file.ts";
import { writeWholeFile } from "../evidence/json-file.ts";

export const CLEANUP_FILE = "cleanup.csv";

/**
 * Every made-up contact that a replicate may open, listed before the first is sent: its client's id, when it is planned,
 * and by what it is found at the target. Ids and values are of our own making or of the checked target file, so no cell
 * can be taken for a formula. `fieldproof cleanup` adds what became of each in a file of its own.
 */
export async function listForCleanup(
  dir: string,
  { syntheticMarker: { header, value } }: Pick<TargetFile, "syntheticMarker">,
  contacts: readonly Pick<ContactScript, "clientContactId" | "arrivalOffsetMs" | "pop" | "lane">[],
): Promise<void> {
  const rows = contacts.map(({ clientContactId, arrivalOffsetMs, pop, lane }) => [
    ...[clientContactId, (arrivalOffsetMs / 1000).toFixed(3), pop, lane],
    `requests with ${header}: ${value}; the text ${clientContactId} where the mapping sends it`,
  ]);
  const columns = ["client_contact_id", "planned_sec_from_start", "pop", "lane", "found_by"];
  const text = stringify(rows, { header: true, columns, record_delimiter: "windows", quoted_string: true });
  await writeWholeFile(join(dir, CLEANUP_FILE), text);
}
