import { createHash } from "node:crypto";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { HooksFile } from "../../core/schema/hook.ts";
import { printable } from "../../core/text/printable.ts";
import { parseHooks } from "../hooks/parse-hooks.ts";
import { readSmallFile } from "../plan/small-file.ts";
import { parseYaml } from "../plan/yaml-source.ts";

/** A hooks file, as it was when it was looked at. */
export interface HooksPlace {
  readonly hooksFile: string;
  /** SHA-256 of its bytes, hex. */
  readonly hooksSha256: string;
}

export const HOOKS_LIMIT_MB = 1;

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The hooks of `bytes`, which must be those that were pinned. @throws FieldproofError FP-HOOK-001, FP-HOOK-007 */
export const hooksOfBytes = (bytes: Uint8Array, { hooksFile, hooksSha256 }: HooksPlace): HooksFile => {
  const path = printable(hooksFile, 400);
  const found = sha256(bytes);
  if (found !== hooksSha256) throw new FieldproofError("FP-HOOK-007", { path, found, wanted: hooksSha256 });
  const source = parseYaml(new TextDecoder("utf-8").decode(bytes));
  if (source.faults.length === 0) return parseHooks(source.value, hooksFile);
  const faults = source.faults.slice(0, 100).map(({ line, column, text }) => `${path}:${line}:${column}: ${text}`);
  throw new FieldproofError("FP-HOOK-001", { path, count: source.faults.length, faults: faults.join("\n") });
};

/** @throws FieldproofError FP-FILE-001, -003, FP-HOOK-001, FP-HOOK-007 */
export const readPinnedHooks = async (place: HooksPlace): Promise<HooksFile> =>
  hooksOfBytes(await readSmallFile(place.hooksFile, HOOKS_LIMIT_MB), place);

/**
 * Looks at a hooks file and pins it as it is.
 * @throws FieldproofError FP-FILE-001, -003, FP-HOOK-001
 */
export const pinHooks = async (hooksFile: string): Promise<HooksPlace> => {
  const bytes = await readSmallFile(hooksFile, HOOKS_LIMIT_MB);
  const place = { hooksFile, hooksSha256: sha256(bytes) };
  hooksOfBytes(bytes, place);
  return place;
};
