import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { onPath } from "./on-path.mjs";
import { K6_RANGE, K6_VERSION } from "./versions.mjs";

/** @typedef {import("./places.mjs").Places} Places */
/** @typedef {Readonly<Record<string, string | undefined>>} Env */

/** @param {string | undefined} file */
function identity(file) {
  if (file === undefined || file === "") return "";
  try {
    const { size, mtimeMs } = statSync(file);
    return `${file} ${size} ${mtimeMs}`;
  } catch {
    return `${file} absent`;
  }
}

/**
 * Everything that decides which k6 is taken; another key means that it has to be looked for again.
 * @param {Places} places
 * @param {Env} env
 */
function keyOf(places, env) {
  const hash = createHash("sha256");
  for (const name of ["go.mod", "go.sum"]) hash.update(readFileSync(join(places.k6Module, name)));
  const rest = [
    K6_VERSION,
    K6_RANGE,
    process.platform,
    process.arch,
    identity(env["K6_BIN"]),
    identity(onPath("k6", env)),
  ];
  return hash.update(rest.join("\n")).digest("hex");
}

/**
 * The k6 found last time, when nothing that matters has changed. Costs a few file look-ups and starts no process.
 * @param {Places} places
 * @param {Env} env
 * @returns {string | undefined} its path
 */
export function stampedK6(places, env) {
  try {
    const stamp = JSON.parse(readFileSync(places.k6Stamp, "utf8"));
    return stamp.key === keyOf(places, env) && stamp.identity === identity(stamp.path) ? stamp.path : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {Places} places
 * @param {Env} env
 * @param {string} path of the k6 found
 */
export function stampK6(places, env, path) {
  try {
    mkdirSync(dirname(places.k6Stamp), { recursive: true });
    writeFileSync(places.k6Stamp, JSON.stringify({ key: keyOf(places, env), path, identity: identity(path) }));
  } catch {
    // A checkout that cannot be written to only costs the time to look again.
  }
}
