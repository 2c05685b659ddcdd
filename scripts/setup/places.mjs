import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { K6_VERSION } from "./versions.mjs";

/**
 * @typedef {object} Places where set-up reads and writes, all absolute
 * @property {string} root the checkout
 * @property {string} cache kept between runs, never committed
 * @property {string} log what npm, Go and apt-get said
 * @property {string} lock held by the one set-up that is at work
 * @property {string} k6Stamp the k6 found last time
 * @property {string} k6Cache the project's own k6
 * @property {string} k6Module the Go module that pins k6
 */

/** The root of this checkout. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url)).replace(/[\\/]$/, "");

/**
 * @param {string} root the checkout
 * @param {string} platform as `process.platform`
 * @param {string} arch as `process.arch`
 * @returns {Places}
 */
export function placesIn(root, platform = process.platform, arch = process.arch) {
  const cache = join(root, ".cache");
  const k6Name = platform === "win32" ? "k6.exe" : "k6";
  return {
    root,
    cache,
    log: join(cache, "setup.log"),
    lock: join(cache, "setup.lock"),
    k6Stamp: join(cache, "setup-k6.json"),
    k6Cache: join(cache, "k6", `${K6_VERSION}-${platform}-${arch}`, k6Name),
    k6Module: join(root, "scripts", "setup", "k6"),
  };
}
