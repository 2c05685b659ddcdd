import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** What tests of set-up share: folders that go away, small programs that stand for real ones, a release page. */

/** @type {(() => unknown)[]} */
const undo = [];

/** For `afterEach`. */
export async function cleanUp() {
  for (const step of undo.splice(0).reverse()) await step();
}

/** @returns {string} a new folder */
export function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), "fieldproof-setup-"));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * @param {string} file
 * @param {string} body lines of a shell script
 * @returns {string} the file
 */
export function program(file, body) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** @param {string} version */
export const k6Body = (version) => `echo "k6 v${version} (devel, go1.26.8, linux/amd64)"`;

/**
 * An archive laid out as the official one, with a script as its k6.
 * @param {string} name such as "linux-amd64"
 * @param {string} version what its k6 says of itself
 * @returns {{ bytes: Buffer, sha256: string }}
 */
export function releaseArchive(name, version = "2.2.0") {
  const folder = newFolder();
  program(join(folder, `k6-v2.2.0-${name}`, "k6"), k6Body(version));
  execFileSync("tar", ["-czf", "a.tar.gz", `k6-v2.2.0-${name}`], { cwd: folder });
  const bytes = readFileSync(join(folder, "a.tar.gz"));
  return { bytes, sha256: sha256(bytes) };
}

/** @param {Buffer} bytes */
export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/**
 * @param {import("node:http").RequestListener} answer
 * @returns {Promise<string>} the address of a server that plays the release page
 */
export async function releasePage(answer) {
  const server = createServer(answer);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  undo.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

/** @returns {Promise<string>} an address where nothing listens */
export async function deadAddress() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

/** A step that keeps what it is told. */
export function listener() {
  /** @type {string[]} */
  const lines = [];
  /** @param {string} text */
  const keep = (text) => void lines.push(text);
  return { lines, step: { update: keep, note: keep, end: keep } };
}

/** The folders of the commands that scripts and tar need; no k6 and no Go among them. */
export function barePath() {
  const folder = newFolder();
  for (const name of ["sh", "tar", "gzip", "echo", "cat", "sleep", "cp", "chmod", "env"]) {
    const real = execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
    if (real.startsWith("/")) program(join(folder, name), `exec ${real} "$@"`);
  }
  return folder;
}
