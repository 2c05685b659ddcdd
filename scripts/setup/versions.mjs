/** The k6 that the project is developed against; any `K6_RANGE` will do. */
export const K6_VERSION = "2.2.0";
export const K6_RANGE = ">=2.2 <3";
export const NODE_RANGE = "^22.22.2 || >=24.15";

/**
 * SHA-256 of the official release archives of `K6_VERSION`, as published with the release. A platform that is not
 * listed is checked against the release's own checksums file, which comes over the same connection.
 * @type {Readonly<Record<string, string>>}
 */
export const K6_ARCHIVE_SHA256 = {
  "linux-amd64": "b5a8003c86f35f5cd5ceef1490312c48e587696c94d998cefc6d7b3b4cb1597d",
};

/** @typedef {readonly [major: number, minor: number, patch: number]} Version */

/**
 * @param {string} text such as "v24.21.0" or "k6 v2.2.0 (go1.26.8, linux/amd64)"
 * @returns {Version | undefined}
 */
export function parseVersion(text) {
  const found = /(?:^|\s)v?(\d+)\.(\d+)\.(\d+)/.exec(text);
  return found === null ? undefined : [Number(found[1]), Number(found[2]), Number(found[3])];
}

/** @param {Version} version */
export const fitsK6 = ([major, minor]) => major === 2 && minor >= 2;

/** @param {Version} version */
export function fitsNode([major, minor, patch]) {
  if (major === 22) return minor > 22 || (minor === 22 && patch >= 2);
  if (major === 24) return minor >= 15;
  return major > 24;
}
