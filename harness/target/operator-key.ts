import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { printable } from "../../core/text/printable.ts";
import { readSmallFile } from "../plan/small-file.ts";
import { readPrivateFile, writeNewFile } from "./private-file.ts";

/** An operator's Ed25519 key (RFC 8032); `id` is the SHA-256, hex, of its public half as SPKI (RFC 8410). */
export interface OperatorKey {
  readonly key: KeyObject;
  readonly id: string;
}

const idOf = (publicKey: KeyObject): string =>
  createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("hex");

const refusal = (path: string, kind: "private" | "public", reason: string, cause?: unknown): FieldproofError =>
  new FieldproofError("FP-TARGET-012", { path: printable(path, 400), kind, reason }, { cause });

const read = (path: string, kind: "private" | "public", pem: string): KeyObject => {
  // A private key is never taken for its public half: it has no place where --trust points.
  const label = kind === "private" ? "-----BEGIN PRIVATE KEY-----" : "-----BEGIN PUBLIC KEY-----";
  if (!pem.trimStart().startsWith(label)) throw refusal(path, kind, `it does not begin with ${label}`);
  let key: KeyObject;
  try {
    key = kind === "private" ? createPrivateKey(pem) : createPublicKey(pem);
  } catch (cause) {
    throw refusal(path, kind, "its PEM cannot be read", cause);
  }
  if (key.asymmetricKeyType !== "ed25519") throw refusal(path, kind, `it is of type ${key.asymmetricKeyType}`);
  return key;
};

/**
 * Reads the operator's private key (PKCS #8 PEM).
 * @throws FieldproofError FP-FILE-001, FP-TARGET-011 (readable by others), FP-TARGET-012 (no Ed25519 key)
 */
export const readSigningKey = async (path: string): Promise<OperatorKey> => {
  const key = read(path, "private", (await readPrivateFile(path)).toString("latin1"));
  return { key, id: idOf(createPublicKey(key)) };
};

/** Reads the public key whose signature counts (SPKI PEM). @throws FieldproofError FP-FILE-001, FP-TARGET-012 */
export const readTrustedKey = async (path: string): Promise<OperatorKey> => {
  const key = read(path, "public", (await readSmallFile(path, 0.1)).toString("latin1"));
  return { key, id: idOf(key) };
};

/**
 * Makes a new pair: `path` holds the private key (0600), `path`.pub the public one. Replaces nothing.
 * @throws FieldproofError FP-FILE-002, FP-FILE-004
 */
export const makeOperatorKey = async (path: string): Promise<{ readonly publicPath: string; readonly id: string }> => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const publicPath = `${path}.pub`;
  await writeNewFile(path, privateKey.export({ type: "pkcs8", format: "pem" }).toString(), 0o600);
  await writeNewFile(publicPath, publicKey.export({ type: "spki", format: "pem" }).toString(), 0o644);
  return { publicPath, id: idOf(publicKey) };
};
