import type { z } from "zod";
import { type Proofs, startProvingThread } from "./proving-thread.ts";
import { recordBatches } from "./read-records.ts";
import type { FieldproofError } from "../../core/errors/fieldproof-error.ts";

/** Batches that are parsed before the first of them must be proved. */
const AHEAD = 2;

/**
 * As `eachRecord`, for a chained file that is large: a thread makes the hashes of its entries anew while they are parsed.
 * @param take is told whether the entry is for certain what its hash says; where not, nobody has looked
 * @throws FieldproofError FP-EVID-005; what `take` throws
 */
export async function eachProvedRecord<T>(
  path: string,
  schema: z.ZodType<T>,
  take: (record: T, proved: boolean) => void,
): Promise<void> {
  const thread = startProvingThread();
  const parsed: { readonly proofs: Promise<Proofs>; readonly records: readonly T[] }[] = [];
  const takeFirst = async (): Promise<void> => {
    const first = parsed.shift();
    if (first === undefined) return;
    const isProved = await first.proofs;
    let line = 0;
    for (const record of first.records) take(record, isProved(line++));
  };
  try {
    let last: FieldproofError | null = null;
    for await (const { chunk, records, fault } of recordBatches(path, schema)) {
      parsed.push({ proofs: thread.prove(chunk), records });
      last = fault;
      if (parsed.length > AHEAD) await takeFirst();
    }
    while (parsed.length > 0) await takeFirst();
    if (last !== null) throw last;
  } finally {
    await thread.close();
  }
}
