import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { ensureK6 } from "./ensure-k6.mjs";
import { workFolder } from "./k6-cache.mjs";
import { placesIn } from "./places.mjs";
import { SetupError } from "./setup-error.mjs";
import {
  barePath,
  cleanUp,
  deadAddress,
  k6Body,
  listener,
  newFolder,
  program,
  releaseArchive,
  releasePage,
} from "./test-kit.mjs";

afterEach(cleanUp);

const GO = `while [ "$1" != "-o" ]; do shift; done; printf '#!/bin/sh\\n# by Go\\n%s\\n' '${k6Body("2.2.0")}' > "$2"`;

/**
 * @param {string} base of the release
 * @param {{ go?: string, k6?: string, sha256?: string, K6_BIN?: string }} machine
 */
async function ensureOn(base, machine) {
  const root = newFolder();
  const places = placesIn(root);
  const bin = join(root, "bin");
  if (machine.go !== undefined) program(join(bin, "go"), machine.go);
  if (machine.k6 !== undefined) program(join(bin, "k6"), machine.k6);
  const env = { PATH: `${bin}:${barePath()}`, FIELDPROOF_K6_RELEASE_BASE: base, K6_BIN: machine.K6_BIN };
  const { lines, step } = listener();
  const release = { machine: "linux-x64", pinned: { "linux-amd64": machine.sha256 ?? "0".repeat(64) }, connectMs: 300 };
  const ensured = ensureK6({ places: { ...places, k6Module: root, log: join(root, "log") }, env, step, release });
  const end = await ensured.then(
    (found) => ({ found, error: undefined }),
    (error) => ({ found: undefined, error }),
  );
  return { ...end, lines, target: places.k6Cache };
}

test("takes the release when the machine has no k6", async () => {
  const { bytes, sha256 } = releaseArchive("linux-amd64");
  const { found, target } = await ensureOn(await releasePage((_request, reply) => reply.end(bytes)), { sha256 });
  expect(found).toEqual({ path: target, version: "2.2.0", source: "release" });
});

test("says that the release is out of reach, and builds with Go", async () => {
  const { found, lines, target } = await ensureOn(await deadAddress(), { go: GO });
  expect(found).toEqual({ path: target, version: "2.2.0", source: "Go build" });
  expect(lines).toContainEqual(expect.stringMatching(/^release: .*connection refused$/));
  expect(lines).toContainEqual(expect.stringContaining("building it from its source with Go instead"));
});

test("is loud about a wrong hash, and uses what Go builds instead of the file", async () => {
  const { bytes } = releaseArchive("linux-amd64");
  const { found, lines, target } = await ensureOn(await releasePage((_request, reply) => reply.end(bytes)), { go: GO });
  expect(found?.source).toBe("Go build");
  expect(lines).toContainEqual(expect.stringContaining("WRONG HASH"));
  expect(readFileSync(target, "utf8")).toContain("by Go");
});

test("takes away what a killed set-up left behind, and leaves nothing of its own", async () => {
  const root = newFolder();
  const { k6Cache } = placesIn(root);
  mkdirSync(join(dirname(k6Cache), "work-1-1"), { recursive: true });
  rmSync(workFolder(k6Cache), { recursive: true });
  expect(readdirSync(dirname(k6Cache))).toEqual([]);
  const { target } = await ensureOn(await deadAddress(), { go: GO });
  expect(readdirSync(dirname(target))).toEqual(["k6"]);
});

test("ends offline and without Go with one message that names all that was tried and what to do", async () => {
  const { error, target, lines } = await ensureOn(await deadAddress(), { k6: k6Body("1.1.0") });
  expect(error).toBeInstanceOf(SetupError);
  const { message } = error;
  for (const part of [
    "is k6 1.1.0; needed: >=2.2 <3",
    "connection refused",
    "Go is not installed",
    "K6_BIN=",
    "put it on PATH",
  ]) {
    expect(message).toContain(part);
  }
  expect(message).not.toMatch(/^\s+at /m);
  expect(lines.join()).not.toContain("building it from its source");
  expect(existsSync(target)).toBe(false);
});

test("does not go on past a K6_BIN that will not do", async () => {
  const { error } = await ensureOn(await deadAddress(), { go: GO, K6_BIN: "nowhere/k6" });
  expect(error).toBeInstanceOf(SetupError);
  expect(error.message).toContain("K6_BIN is nowhere/k6, which is not there");
});
