import { chmodSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkK6 } from "./k6-binary.mjs";

let folders = 0;

/**
 * @param {string} target where a k6 is to go
 * @returns {string} a folder on the same disk for work in progress, so that the last step is one rename
 */
export function workFolder(target) {
  folders += 1;
  return join(dirname(target), `work-${process.pid}-${folders}`);
}

/**
 * Puts a finished k6 in its place, in one step, if it runs here and its version fits.
 * @param {string} file
 * @param {string} target
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {Promise<{ ok: true } | { ok: false, reason: string }>}
 */
export async function adoptK6(file, target, env) {
  chmodSync(file, 0o755);
  const check = await checkK6(file, env);
  if (!check.fits) return { ok: false, reason: `the k6 obtained ${check.reason}` };
  mkdirSync(dirname(target), { recursive: true });
  renameSync(file, target);
  return { ok: true };
}
