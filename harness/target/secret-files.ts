import { dirname, resolve } from "node:path";
import type { LoadedTarget } from "./load-target.ts";
import { readPrivateFile } from "./private-file.ts";

/**
 * The secrets that a target file refers to, by name; paths count from the file's own folder, and a line break at the end is
 * no part of a secret. Never log, store or print what comes back.
 * @throws FieldproofError FP-FILE-001, FP-TARGET-011 when others than the owner may read one
 */
export const readSecrets = async ({ path, file }: LoadedTarget): Promise<Readonly<Record<string, string>>> => {
  const read = Object.entries(file.secrets).map(async ([name, reference]) => {
    const bytes = await readPrivateFile(resolve(dirname(path), reference.file));
    return [name, bytes.toString("utf8").replace(/\r?\n$/, "")] as const;
  });
  return Object.fromEntries(await Promise.all(read));
};

/** Where the secret of this name lies, or null when the file refers to none. */
export const secretPath = ({ path, file }: LoadedTarget, name: string): string | null => {
  const reference = Object.hasOwn(file.secrets, name) ? file.secrets[name] : undefined;
  return reference === undefined ? null : resolve(dirname(path), reference.file);
};
