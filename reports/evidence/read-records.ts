import { createReadStream } from "node:fs";
import { basename } from "node:path";
import type { z } from "zod";
import { FieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import { printable } from "../../core/text/printable.ts";

const LONGEST_LINE_CHARS = 1_000_000;

/**
 * Streams NDJSON, each line checked against `schema`; memory is bounded by one line.
 * @throws FieldproofError FP-EVID-005 with the line at the first one that is damaged, too long or cut.
 */
export async function* readRecords<T>(path: string, schema: z.ZodType<T>): AsyncGenerator<T> {
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
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw fault(issue === undefined ? "it is not of its schema" : `${issue.path.join(".")}: ${issue.message}`);
  };
  let stream: AsyncIterable<unknown>;
  try {
    stream = createReadStream(path, { encoding: "utf8", highWaterMark: 1 << 18 });
    for await (const chunk of stream) {
      const parts = (rest + String(chunk)).split("\n");
      rest = parts.pop() ?? "";
      for (const part of parts) yield parse(part);
      if (rest.length > LONGEST_LINE_CHARS) {
        line += 1;
        throw fault("it is longer than a megabyte");
      }
    }
  } catch (error) {
    if (error instanceof FieldproofError) throw error;
    throw fault(messageOf(error));
  }
  if (rest === "") return;
  line += 1;
  throw fault("the file ends in the middle of it");
}
