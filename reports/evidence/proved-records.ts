import type { z } from "zod";
import { type ProvedChunk, startProvingThread } from "./proving-thread.ts";
import { openRecords } from "./read-records.ts";

/** Chunks that the thread is given before the first of them is looked at. */
const AHEAD = 2;

/**
 * As `eachRecord`, for a chained file that is large: a thread makes the hashes of its entries anew while the judge takes those before them.
 * @param take is told whether the entry is for certain what its hash says; where not, nobody has looked
 * @throws FieldproofError FP-EVID-005; what `take` throws
 */
export async function eachProvedRecord<T>(
  path: string,
  schema: z.ZodType<T>,
  take: (record: T, proved: boolean) => void,
): Promise<void> {
  const file = openRecords(path, schema);
  const thread = startProvingThread();
  const given: Promise<ProvedChunk>[] = [];
  const takeFirst = async (): Promise<void> => {
    const first = await given.shift();
    if (first === undefined) return;
    let line = 0;
    file.read(first.chunk, (record) => take(record, first.isProved(line++)));
  };
  try {
    for await (const chunk of file.chunks()) {
      given.push(thread.prove(chunk));
      if (given.length > AHEAD) await takeFirst();
    }
    while (given.length > 0) await takeFirst();
  } finally {
    await thread.close();
  }
}
