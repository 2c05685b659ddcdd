import type { z } from "zod";
import type { ProvingThread } from "./proving-thread.ts";
import { openRecords } from "./read-records.ts";

/**
 * As `eachRecord`, for a chained file whose entries another thread proves meanwhile.
 * @param take is told whether the entry is for certain what its hash says; where not, nobody has looked
 * @throws FieldproofError FP-EVID-005; what `take` throws
 */
export async function eachProvedRecord<T>(
  path: string,
  schema: z.ZodType<T>,
  thread: Pick<ProvingThread, "isProved" | "reached">,
  take: (record: T, proved: boolean) => void,
): Promise<void> {
  const file = openRecords(path, schema);
  let line = 0;
  for await (const chunk of file.chunks()) {
    await thread.reached(line + linesIn(chunk));
    file.read(chunk, (record) => take(record, thread.isProved(line++)));
  }
}

function linesIn(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
  return lines;
}
