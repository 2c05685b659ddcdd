import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { Hook, HooksFile, SecretRef } from "../../core/schema/hook.ts";
import { readPrivateFile } from "../target/private-file.ts";

/** Secrets by name, in memory only. */
export type HookSecrets = ReadonlyMap<string, string>;

const SHORTEST = 8;
const LONGEST = 4096;

const refsOf = (hook: Hook): SecretRef[] =>
  hook.kind === "command"
    ? hook.stdin === undefined
      ? []
      : [hook.stdin]
    : Object.values(hook.headers).flatMap((value) => (typeof value === "string" ? [] : [value]));

const oneLine = (bytes: Buffer, path: string): string => {
  const refuse = (reason: string): never => {
    throw new FieldproofError("FP-HOOK-003", { path, reason });
  };
  const text = bytes.toString("utf8").replace(/\r?\n$/, "");
  if (!/^[\x21-\x7e]+$/.test(text)) refuse("it is not one line of ASCII without spaces");
  if (text.length > LONGEST) refuse(`it is longer than ${LONGEST} characters`);
  // A mask for something this short would blacken ordinary words, and would not hide it.
  if (text.length < SHORTEST) refuse(`it is shorter than ${SHORTEST} characters`);
  return text;
};

/**
 * Reads the secrets that `hook` refers to, and no others.
 * @throws FieldproofError FP-TARGET-011 (others may read it), FP-HOOK-003, FP-HOOK-006, FP-FILE-001
 */
export async function readHookSecrets(name: string, hook: Hook, file: HooksFile): Promise<HookSecrets> {
  const secrets = new Map<string, string>();
  for (const { secret } of refsOf(hook)) {
    const path = Object.hasOwn(file.secrets, secret) ? file.secrets[secret]?.file : undefined;
    if (path === undefined)
      throw new FieldproofError("FP-HOOK-006", {
        hook: name,
        reason: `it refers to the secret ${secret}, which is not listed`,
      });
    secrets.set(secret, oneLine(await readPrivateFile(path), path));
  }
  return secrets;
}

/** What stands for the reference: its prefix and the secret. */
export const secretText = (ref: SecretRef, secrets: HookSecrets): string =>
  `${ref.prefix ?? ""}${secrets.get(ref.secret) ?? ""}`;
