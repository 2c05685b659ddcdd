import { runCommand } from "./run-command.mjs";
import { fitsK6, K6_RANGE, parseVersion } from "./versions.mjs";

/** @typedef {Readonly<Record<string, string | undefined>>} Env */

/**
 * @typedef {{ fits: true, version: string } | { fits: false, reason: string }} K6Check
 * `reason` continues a sentence that begins with the file's name
 */

/**
 * Asks a k6 for its version.
 * @param {string} file
 * @param {Env} env
 * @param {number} limitMs
 * @returns {Promise<K6Check>}
 */
export async function checkK6(file, env, limitMs = 10_000) {
  const { code, output, problem } = await runCommand(file, ["version"], { env, limitMs });
  if (problem !== undefined) return { fits: false, reason: problem };
  if (code !== 0) return { fits: false, reason: `ended with ${code} when asked for its version` };
  const version = output.startsWith("k6") ? parseVersion(output) : undefined;
  if (version === undefined) return { fits: false, reason: "does not say a k6 version" };
  const text = version.join(".");
  return fitsK6(version)
    ? { fits: true, version: text }
    : { fits: false, reason: `is k6 ${text}; needed: ${K6_RANGE}` };
}
