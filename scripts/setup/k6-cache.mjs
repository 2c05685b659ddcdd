import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkK6 } from "./k6-binary.mjs";

let folders = 0;

/**
 * Makes a folder for work in progress, on the disk of the target, so that the last step is one rename. Takes away
 * what a set-up that was killed left behind; the set-up lock sees to it that no other one is at work.
 * @param {string} target where a k6 is to go
 * @returns {string}
 */
export function workFolder(target) {
  const parent = dirname(target);
  const own = `work-${process.pid}-`;
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    if (name.startsWith("work-") && !name.startsWith(own)) rmSync(join(parent, name), { recursive: true, force: true });
  }
  folders += 1;
  const folder = join(parent, `${own}${folders}`);
  mkdirSync(folder);
  return folder;
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
