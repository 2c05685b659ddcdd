import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";

/** The stack's own P-256 keys: one signs islands, one signs consent tokens. */
export interface StackKeys {
  readonly island: KeyObject;
  readonly token: KeyObject;
}

const newKey = (): KeyObject => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
const pem = (key: KeyObject): string => key.export({ type: "pkcs8", format: "pem" }).toString();

/** PEM of the public half (SPKI). */
export const publicPem = (key: KeyObject): string =>
  createPublicKey(key).export({ type: "spki", format: "pem" }).toString();

export const newStackKeys = (): StackKeys => ({ island: newKey(), token: newKey() });

/**
 * The keys of a data folder, made on its first boot and kept there (mode 0600), so that tokens given out before a
 * crash still hold after it. Throws FP-STACK-007 when the file is there but cannot be read.
 */
export const keysOf = async (folder: string): Promise<StackKeys> => {
  const path = join(folder, "keys.json");
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch {
    const keys = newStackKeys();
    await writeFile(path, JSON.stringify({ island: pem(keys.island), token: pem(keys.token) }), {
      mode: 0o600,
      flag: "wx",
    });
    return keys;
  }
  try {
    const held: { island: string; token: string } = JSON.parse(text);
    return { island: createPrivateKey(held.island), token: createPrivateKey(held.token) };
  } catch (error) {
    throw new FieldproofError("FP-STACK-007", { path, reason: messageOf(error) }, { cause: error });
  }
};
