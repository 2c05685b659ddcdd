import { createHash, randomBytes } from "node:crypto";
import { link, open, rm } from "node:fs/promises";
import { join } from "node:path";
import canonicalize from "canonicalize";
import { FieldproofError, isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { LOCK_SCHEMA_ID, type LockRecord, lockSchema } from "../../core/schema/lock.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { printable } from "../../core/text/printable.ts";
import { readSmallFile } from "../plan/small-file.ts";

const LIMIT_MB = 0.02;
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const sumOf = (rest: Omit<LockRecord, "sum">): string => sha256(canonicalize(rest) ?? "");

/** Where the lock of a key is: the key may hold what a file's name must not. */
export const lockPath = (stateDir: string, key: string): string => join(stateDir, `${sha256(key)}.lock`);

export const lockText = (rest: Omit<LockRecord, "sum" | "schema">): string => {
  const whole = { schema: LOCK_SCHEMA_ID, ...rest } as const;
  return `${JSON.stringify({ ...whole, sum: sumOf(whole) })}\n`;
};

export interface LockOnDisk {
  readonly path: string;
  readonly text: string;
  readonly record: LockRecord;
}

/** @returns null when there is no such file @throws FieldproofError FP-LOCK-003 for one that is cut, edited or foreign */
export async function readLock(path: string): Promise<LockOnDisk | null> {
  const untrusted = (reason: string, cause?: unknown): FieldproofError =>
    new FieldproofError("FP-LOCK-003", { path: printable(path, 400), reason: printable(reason, 200) }, { cause });
  let text: string;
  try {
    text = (await readSmallFile(path, LIMIT_MB)).toString("utf8");
  } catch (error) {
    const cause = error instanceof Error ? error.cause : null;
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return null;
    throw untrusted(isFieldproofError(error) ? String(error.details["reason"] ?? "it is too large") : "unread", error);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw untrusted("it was cut, or is no lock of Fieldproof", error);
  }
  const found = typeof value === "object" && value !== null && "schema" in value ? String(value.schema) : "none";
  if (found !== LOCK_SCHEMA_ID) throw untrusted(`it is of schema ${found}; this version reads ${LOCK_SCHEMA_ID}`);
  const parsed = lockSchema.safeParse(value);
  if (!parsed.success) throw untrusted("it is not of its schema");
  const { sum, ...rest } = parsed.data;
  if (sum !== sumOf(rest)) throw untrusted("it was edited: its check sum is another");
  if (path !== lockPath(join(path, ".."), rest.key)) throw untrusted("it is the lock of something else");
  return { path, text, record: parsed.data };
}

/** A new lock, whole from the first instant that it can be seen. @returns false when there is one already */
export async function createLock(path: string, text: string): Promise<boolean> {
  const draft = await writeDraft(path, text);
  try {
    // Like O_EXCL, link fails when the name is taken; but nobody ever reads half a lock.
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw new FieldproofError("FP-FILE-002", { path, reason: fileReason(error) }, { cause: error });
  } finally {
    await rm(draft, { force: true });
  }
}

export async function writeDraft(path: string, text: string): Promise<string> {
  const draft = `${path}.${randomBytes(6).toString("hex")}.draft`;
  try {
    await using file = await open(draft, "wx", 0o600);
    await file.writeFile(text);
    await file.sync();
    return draft;
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw new FieldproofError("FP-FILE-002", { path: draft, reason: fileReason(error) }, { cause: error });
  }
}
