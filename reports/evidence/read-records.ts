import { basename } from "node:path";
import type { z } from "zod";
import { FieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import { type QuickCheck, quickCheck } from "../../core/schema/quick-check.ts";
import { printable } from "../../core/text/printable.ts";
import { lineChunks } from "./line-chunks.ts";

const LONGEST_LINE_BYTES = 1_000_000;

/**
 * Streams NDJSON, each line checked against `schema` and handed to `take` before the next one is looked at; memory is
 * bounded by a chunk of lines.
 * @throws FieldproofError FP-EVID-005 with the line at the first one that is damaged, too long or cut; what `take` throws.
 */
export async function eachRecord<T>(path: string, schema: z.ZodType<T>, take: (record: T) => void): Promise<void> {
  const file = openRecords(path, schema);
  for await (const chunk of file.chunks()) file.read(chunk, take);
}

/** A file of records, read in chunks of whole lines; each is to be read once and in turn. */
export interface RecordFile<T> {
  /** @throws FieldproofError FP-EVID-005 when it cannot be read */
  chunks(): AsyncGenerator<Buffer, void, void>;
  /** @throws FieldproofError FP-EVID-005, behind the records before the fault; what `take` throws */
  read(chunk: Buffer, take: (record: T) => void): void;
}

export function openRecords<T>(path: string, schema: z.ZodType<T>): RecordFile<T> {
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
  return {
    chunks: async function* () {
      try {
        yield* lineChunks(path, LONGEST_LINE_BYTES);
      } catch (error) {
        throw faultOf(messageOf(error));
      }
    },
    read: (chunk, take) => {
      const texts = chunk.toString("utf8").split("\n");
      const rest = texts.pop();
      for (const text of texts) take(parse(text));
      if (rest === "") return;
      line += 1;
      throw faultOf(
        chunk.length > LONGEST_LINE_BYTES ? "it is longer than a megabyte" : "the file ends in the middle of it",
      );
    },
  };
}

/** Made once for each schema: a file of a replicate may have a handful of lines. */
const CHECKS = new WeakMap<object, QuickCheck | null>();

function quickChecked<T>(schema: z.ZodType<T>): (value: unknown) => value is T {
  const known = CHECKS.get(schema);
  const check = known === undefined ? quickCheck(schema) : known;
  CHECKS.set(schema, check);
  return (value): value is T => check?.(value) === true;
}
