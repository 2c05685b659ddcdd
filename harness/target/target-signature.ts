import { createHash } from "node:crypto";
import { rename, writeFile } from "node:fs/promises";
import { FieldproofError, isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { printable } from "../../core/text/printable.ts";
import { readSmallFile } from "../plan/small-file.ts";
import { type Envelope, envelopeSchema, isSignedBy, sameBytes, signEnvelope, strictBase64 } from "./dsse-envelope.ts";
import type { LoadedTarget } from "./load-target.ts";
import type { OperatorKey } from "./operator-key.ts";

/** Names what was signed: a signature over a target file is worth nothing on any other kind of file. */
export const TARGET_PAYLOAD_TYPE = "application/vnd.fieldproof.target+yaml";
const LIMIT_MB = 3;

/** The signature's file, beside the target file. */
export const signaturePath = (path: string): string => `${path}.sig`;

/** Signs the exact bytes of the file, in place of an older signature. @throws FieldproofError FP-FILE-002 */
export const signTarget = async (target: LoadedTarget, signer: OperatorKey): Promise<string> => {
  const path = signaturePath(target.path);
  const envelope = signEnvelope(TARGET_PAYLOAD_TYPE, target.bytes, signer);
  try {
    await writeFile(`${path}.part`, `${JSON.stringify(envelope, null, 2)}\n`, { flush: true });
    await rename(`${path}.part`, path);
  } catch (cause) {
    throw new FieldproofError("FP-FILE-002", { path: printable(path, 400), reason: fileReason(cause) }, { cause });
  }
  return path;
};

const unreadable = (signature: string, reason: string): FieldproofError =>
  new FieldproofError("FP-TARGET-004", { signature: printable(signature, 400), reason });

const readEnvelope = async (target: LoadedTarget): Promise<Envelope> => {
  const signature = signaturePath(target.path);
  const bytes = await readSmallFile(signature, LIMIT_MB).catch((error: unknown) => {
    const cause = isFieldproofError(error) ? error.cause : undefined;
    const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    throw missing
      ? new FieldproofError("FP-TARGET-003", {
          path: printable(target.path, 400),
          signature: printable(signature, 400),
        })
      : error;
  });
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    throw unreadable(signature, "it is no JSON");
  }
  const parsed = envelopeSchema.safeParse(value);
  if (!parsed.success) throw unreadable(signature, "it is no DSSE envelope");
  if (parsed.data.payloadType !== TARGET_PAYLOAD_TYPE)
    throw unreadable(signature, `it signs a ${printable(parsed.data.payloadType, 80)}`);
  return parsed.data;
};

/**
 * Checks the signature beside a target file, over the very bytes that were read. Which of "changed" and "another key" it
 * is, is told by whether the envelope's own payload is good under the trusted key.
 * @throws FieldproofError FP-TARGET-003 unsigned, -004 no envelope, -005 changed after signing, -006 not by `trusted`
 */
export const checkSignature = async (target: LoadedTarget, trusted: OperatorKey): Promise<void> => {
  const envelope = await readEnvelope(target);
  const payload = strictBase64(envelope.payload);
  if (payload === null) throw unreadable(signaturePath(target.path), "its payload is no strict base64");
  const path = printable(target.path, 400);
  if (!isSignedBy(envelope, payload, trusted.key))
    throw new FieldproofError("FP-TARGET-006", {
      path,
      trusted: trusted.id.slice(0, 16),
      found: printable(envelope.signatures.map(({ keyid }) => keyid.slice(0, 16) || "no key").join(", "), 120),
    });
  if (sameBytes(payload, target.bytes) && isSignedBy(envelope, target.bytes, trusted.key)) return;
  const signed = createHash("sha256").update(payload).digest("hex");
  throw new FieldproofError("FP-TARGET-005", {
    path,
    found: target.sha256.slice(0, 16),
    signed: signed.slice(0, 16),
  });
};

/** @throws FieldproofError FP-TARGET-007 from `expiresAt` on */
export const checkExpiry = (target: LoadedTarget, nowMs: number): void => {
  if (nowMs < Date.parse(target.file.expiresAt)) return;
  throw new FieldproofError("FP-TARGET-007", {
    path: printable(target.path, 400),
    expiresAt: target.file.expiresAt,
    now: new Date(nowMs).toISOString(),
  });
};
