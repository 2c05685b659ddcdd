import { open, stat } from "node:fs/promises";
import { FieldproofError } from "../../../core/errors/fieldproof-error.ts";
import {
  HTTP_DIALOGUE_SCHEMA_ID,
  httpDialogueSchema,
  type RecordedDialogue,
} from "../../../core/schema/http-dialogue.ts";
import { fileReason } from "../../../core/text/file-reason.ts";
import { printable } from "../../../core/text/printable.ts";
import { readSmallFile } from "../../plan/small-file.ts";
import { maskedExchange } from "./masked-dialogue.ts";
import type { Exchange } from "./recording-http.ts";

const LIMIT_MB = 16;

/** A record of a walk as it may be kept: without secrets, tokens and cookies. */
export const recordOf = (
  about: Pick<RecordedDialogue, "target" | "startedAt" | "idPrefix">,
  exchanges: readonly Exchange[],
  clean: (text: string) => string,
): RecordedDialogue => {
  let room = (LIMIT_MB * 1_000_000) / 2;
  const kept = exchanges
    .map((one) => maskedExchange(one, clean))
    .filter(({ request, response }) => {
      room -= response.body.length + (request.body?.length ?? 0);
      return room > 0;
    });
  return { schema: HTTP_DIALOGUE_SCHEMA_ID, ...about, exchanges: kept };
};

/** JSON in which nothing can steer the terminal of who looks at it. */
const ascii = (json: string): string =>
  json.replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** @throws FieldproofError FP-FILE-004 when something is there: told before anything is sent */
export const requireFree = async (path: string): Promise<void> => {
  const taken = await stat(path).then(
    () => true,
    () => false,
  );
  if (taken) throw new FieldproofError("FP-FILE-004", { path: printable(path, 400) });
};

/** Writes a record, mode 0600: it holds a desk's words. @throws FieldproofError FP-FILE-002, FP-FILE-004 when it is there */
export const writeRecord = async (path: string, record: RecordedDialogue): Promise<void> => {
  try {
    await using file = await open(path, "wx", 0o600);
    await file.writeFile(`${ascii(JSON.stringify(record, null, 1))}\n`);
  } catch (cause) {
    const shown = printable(path, 400);
    const taken = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    throw taken
      ? new FieldproofError("FP-FILE-004", { path: shown }, { cause })
      : new FieldproofError("FP-FILE-002", { path: shown, reason: fileReason(cause) }, { cause });
  }
};

/** @throws FieldproofError FP-TARGET-031 for a file that is no record, FP-FILE-001, FP-FILE-003 */
export const readRecord = async (path: string): Promise<RecordedDialogue> => {
  const bytes = await readSmallFile(path, LIMIT_MB);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    value = undefined;
  }
  const parsed = httpDialogueSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const reason = `${first?.path.join(".") || "the file"}: ${first?.message ?? "no JSON"}`;
  throw new FieldproofError("FP-TARGET-031", { path: printable(path, 400), reason: printable(reason, 200) });
};
