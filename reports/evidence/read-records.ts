import { basename } from "node:path";
import type { z } from "zod";
import { FieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import { type QuickCheck, quickCheck } from "../../core/schema/quick-check.ts";
import { printable } from "../../core/text/printable.ts";
import { lineChunks } from "./line-chunks.ts";

const LONGEST_LINE_BYTES = 1_000_000;

/** The records of some lines that stand behind one another. */
export interface RecordBatch<T> {
  /** The lines, until the next batch is asked for. */
  readonly chunk: Buffer;
  readonly records: readonly T[];
  /** What is wrong behind the last record; with it the file's batches end. */
  readonly fault: FieldproofError | null;
}

/**
 * Streams NDJSON, each line checked against `schema` and handed to `take`; memory is bounded by a chunk of lines.
 * @throws FieldproofError FP-EVID-005 with the line at the first one that is damaged, too long or cut; what `take` throws.
 */
export async function eachRecord<T>(path: string, schema: z.ZodType<T>, take: (record: T) => void): Promise<void> {
  for await (const { records, fault } of recordBatches(path, schema)) {
    for (const record of records) take(record);
    if (fault !== null) throw fault;
  }
}

/** The same in batches; never throws: a fault is its last batch's. */
export async function* recordBatches<T>(
  path: string,
  schema: z.ZodType<T>,
): AsyncGenerator<RecordBatch<T>, void, void> {
  const isSound = quickChecked(schema);
  let line = 0;
  const faultOf = (reason: string): FieldproofError =>
    new FieldproofError("FP-EVID-005", { path: basename(path), line, reason: printable(reason) });
  const parse = (text: string): T => {
    line += 1;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw faultOf(messageOf(error));
    }
    if (isSound(value)) return value;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw faultOf(issue === undefined ? "it is not of its schema" : `${issue.path.join(".")}: ${issue.message}`);
  };
  const parseAll = (chunk: Buffer): RecordBatch<T> => {
    const records: T[] = [];
    try {
      const texts = chunk.toString("utf8").split("\n");
      const rest = texts.pop();
      for (const text of texts) records.push(parse(text));
      if (rest === "") return { chunk, records, fault: null };
      line += 1;
      const isLong = chunk.length > LONGEST_LINE_BYTES;
      throw faultOf(isLong ? "it is longer than a megabyte" : "the file ends in the middle of it");
    } catch (error) {
      if (error instanceof FieldproofError) return { chunk, records, fault: error };
      throw error;
    }
  };
  try {
    for await (const chunk of lineChunks(path, LONGEST_LINE_BYTES)) {
      const batch = parseAll(chunk);
      yield batch;
      if (batch.fault !== null) return;
    }
  } catch (error) {
    yield { chunk: Buffer.alloc(0), records: [], fault: faultOf(messageOf(error)) };
  }
}

/** Made once for each schema: a file of a replicate may have a handful of lines. */
const CHECKS = new WeakMap<object, QuickCheck | null>();

function quickChecked<T>(schema: z.ZodType<T>): (value: unknown) => value is T {
  const known = CHECKS.get(schema);
  const check = known === undefined ? quickCheck(schema) : known;
  CHECKS.set(schema, check);
  return (value): value is T => check?.(value) === true;
}
