import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { download } from "./download.mjs";
import { adoptK6, workFolder } from "./k6-cache.mjs";
import { lastLines, runCommand } from "./run-command.mjs";
import { K6_ARCHIVE_SHA256, K6_VERSION } from "./versions.mjs";

const RELEASE_BASE = `https://github.com/grafana/k6/releases/download/v${K6_VERSION}`;
const UNPACK_LIMIT_MS = 60_000;

/** @type {Readonly<Record<string, { name: string, ending: string }>>} */
const ARCHIVES = {
  "linux-x64": { name: "linux-amd64", ending: "tar.gz" },
  "linux-arm64": { name: "linux-arm64", ending: "tar.gz" },
  "darwin-x64": { name: "macos-amd64", ending: "zip" },
  "darwin-arm64": { name: "macos-arm64", ending: "zip" },
  "win32-x64": { name: "windows-amd64", ending: "zip" },
};

/**
 * @typedef {object} ReleaseOptions
 * @property {string} target where the k6 goes
 * @property {Readonly<Record<string, string | undefined>>} env FIELDPROOF_K6_RELEASE_BASE: a mirror's folder
 * @property {string} log
 * @property {string} [machine] `process.platform`-`process.arch`
 * @property {Readonly<Record<string, string>>} [pinned] SHA-256 by archive name
 * @property {number} [connectMs]
 * @property {number} [stallMs]
 * @property {(text: string) => void} [update]
 */

/** @typedef {{ ok: true } | { ok: false, reason: string }} Attempt */

/**
 * @param {string} url of the release's checksums file
 * @param {string} archive
 * @param {string} folder
 * @param {ReleaseOptions} options
 * @returns {Promise<{ sha256: string } | { reason: string }>}
 */
async function publishedHash(url, archive, folder, options) {
  const file = join(folder, "checksums.txt");
  const got = await download(url, file, { ...options, mostBytes: 1_000_000 });
  if (!got.ok) return { reason: `${url}: ${got.reason}` };
  const line = readFileSync(file, "utf8")
    .split("\n")
    .map((each) => each.trim().split(/\s+\*?/))
    .find(([, name]) => name === archive);
  const sha256 = line?.[0] ?? "";
  return /^[0-9a-f]{64}$/.test(sha256) ? { sha256 } : { reason: `${url} does not name ${archive}` };
}

/**
 * Fetches the official k6 release. The archive is unpacked only after its SHA-256 is right.
 * @param {ReleaseOptions} options
 * @returns {Promise<Attempt>}
 */
export async function fetchK6Release(options) {
  const { target, env, log, machine = `${process.platform}-${process.arch}`, pinned = K6_ARCHIVE_SHA256 } = options;
  const kind = ARCHIVES[machine];
  if (kind === undefined) return { ok: false, reason: `there is no release archive for ${machine}` };
  const base = (env["FIELDPROOF_K6_RELEASE_BASE"] || RELEASE_BASE).replace(/\/+$/, "");
  const stem = `k6-v${K6_VERSION}-${kind.name}`;
  const archive = `${stem}.${kind.ending}`;
  const folder = workFolder(target);
  try {
    const file = join(folder, archive);
    const pin = pinned[kind.name];
    const hash =
      pin === undefined
        ? await publishedHash(`${base}/k6-v${K6_VERSION}-checksums.txt`, archive, folder, options)
        : { sha256: pin };
    if ("reason" in hash) return { ok: false, reason: hash.reason };
    const got = await download(`${base}/${archive}`, file, {
      ...options,
      onBytes: (bytes) => options.update?.(`downloading, ${Math.round(bytes / 1e6)} MB`),
    });
    if (!got.ok) return { ok: false, reason: `${base}/${archive}: ${got.reason}` };
    if (got.sha256 !== hash.sha256) {
      return {
        ok: false,
        reason: `WRONG HASH, file thrown away: ${base}/${archive} has SHA-256 ${got.sha256}, expected ${hash.sha256}`,
      };
    }
    const member = `${stem}/${machine.startsWith("win32") ? "k6.exe" : "k6"}`;
    const unpacked = await runCommand("tar", ["-xf", file, "-C", folder, member], {
      env,
      log,
      limitMs: UNPACK_LIMIT_MS,
    });
    if (unpacked.code !== 0) {
      const why = unpacked.problem ?? lastLines(unpacked.output, 1).trim();
      return { ok: false, reason: `${archive} could not be unpacked: tar ${why}` };
    }
    return await adoptK6(join(folder, member), target, env);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
