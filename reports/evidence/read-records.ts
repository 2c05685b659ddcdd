import { createReadStream } from "node:fs";
import { basename } from "node:path";
import type { z } from "zod";
import { FieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import { type QuickCheck, quickCheck } from "../../core/schema/quick-check.ts";
import { printable } from "../../core/text/printable.ts";

const LONGEST_LINE_CHARS = 1_000_000;

/**
 * Streams NDJSON, each line checked against `schema` and handed to `take` before the next one is looked at; memory is
 * bounded by one chunk and one line.
 * @throws FieldproofError FP-EVID-005 with the line at the first one that is damaged, too long or cut; what `take` throws.
 */
export async function eachRecord<T>(path: string, schema: z.ZodType<T>, take: (record: T) => void): Promise<void> {
  const isSound = quickChecked(schema);
  let line = 0;
  let rest = "";
  const fault = (reason: string): FieldproofError =>
    new FieldproofError("FP-EVID-005", { path: basename(path), line, reason: printable(reason) });
  const parse = (text: string): T => {
    line += 1;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw fault(messageOf(error));
    }
    if (isSound(value)) return value;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw fault(issue === undefined ? "it is not of its schema" : `${issue.path.join(".")}: ${issue.message}`);
  };
  let taking = false;
  try {
    for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: CHUNK_BYTES })) {
      const parts = (rest + String(chunk)).split("\n");
      rest = parts.pop() ?? "";
      for (const part of parts) {
        const record = parse(part);
        taking = true;
        take(record);
        taking = false;
      }
      if (rest.length > LONGEST_LINE_CHARS) {
        line += 1;
        throw fault("it is longer than a megabyte");
      }
    }
  } catch (error) {
    if (taking || error instanceof FieldproofError) throw error;
    throw fault(messageOf(error));
  }
  if (rest === "") return;
  line += 1;
  throw fault("the file ends in the middle of it");
}

const CHUNK_BYTES = 1 << 18;

/** Made once for each schema: a file of a replicate may have a handful of lines. */
const CHECKS = new WeakMap<object, QuickCheck | null>();

function quickChecked<T>(schema: z.ZodType<T>): (value: unknown) => value is T {
  const known = CHECKS.get(schema);
  const check = known === undefined ? quickCheck(schema) : known;
  CHECKS.set(schema, check);
  return (value): value is T => check?.(value) === true;
}
