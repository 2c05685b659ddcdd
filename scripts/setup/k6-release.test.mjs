import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { checkK6 } from "./k6-binary.mjs";
import { fetchK6Release } from "./k6-release.mjs";
import { barePath, cleanUp, deadAddress, newFolder, releaseArchive, releasePage, sha256 } from "./test-kit.mjs";

afterEach(cleanUp);

/**
 * @param {string} base
 * @param {Partial<import("./k6-release.mjs").ReleaseOptions>} more
 */
async function fetchFrom(base, more) {
  const folder = newFolder();
  const target = join(folder, "k6", "2.2.0", "k6");
  const env = { PATH: barePath(), FIELDPROOF_K6_RELEASE_BASE: base };
  const quick = { connectMs: 300, stallMs: 300 };
  const attempt = await fetchK6Release({
    target,
    env,
    log: join(folder, "log"),
    machine: "linux-x64",
    ...quick,
    ...more,
  });
  const left = existsSync(dirname(target)) ? readdirSync(dirname(target)) : [];
  return { attempt, target, left, env };
}

test("takes the archive whose hash is pinned, and leaves nothing else behind", async () => {
  const { bytes, sha256: hash } = releaseArchive("linux-amd64");
  /** @type {(string | undefined)[]} */
  const asked = [];
  const base = await releasePage((request, reply) => {
    asked.push(request.url);
    reply.end(bytes);
  });
  const { attempt, target, left, env } = await fetchFrom(`${base}/v2/`, { pinned: { "linux-amd64": hash } });
  expect(attempt).toEqual({ ok: true });
  expect(asked).toEqual(["/v2/k6-v2.2.0-linux-amd64.tar.gz"]);
  expect(await checkK6(target, env)).toEqual({ fits: true, version: "2.2.0" });
  expect(left).toEqual(["k6"]);
});

test("checks another platform's archive against the release's own checksums", async () => {
  const { bytes, sha256: hash } = releaseArchive("linux-arm64");
  const base = await releasePage((request, reply) => {
    const sums = `${"0".repeat(64)}  k6-v2.2.0-linux-amd64.tar.gz\n${hash}  k6-v2.2.0-linux-arm64.tar.gz\n`;
    reply.end(request.url === "/k6-v2.2.0-checksums.txt" ? sums : bytes);
  });
  expect((await fetchFrom(base, { machine: "linux-arm64" })).attempt).toEqual({ ok: true });
});

test("refuses an archive that the checksums do not name", async () => {
  const base = await releasePage((_request, reply) => reply.end("nothing of use\n"));
  const { attempt } = await fetchFrom(base, { machine: "linux-arm64" });
  expect(attempt).toEqual({ ok: false, reason: expect.stringContaining("does not name k6-v2.2.0-linux-arm64.tar.gz") });
});

test("is loud about a wrong hash and never keeps the file", async () => {
  const { bytes } = releaseArchive("linux-amd64");
  const base = await releasePage((_request, reply) => reply.end(bytes));
  const { attempt, left } = await fetchFrom(base, { pinned: { "linux-amd64": "0".repeat(64) } });
  expect(attempt).toEqual({
    ok: false,
    reason: expect.stringMatching(/^WRONG HASH, file thrown away: .* has SHA-256 [0-9a-f]{64}/),
  });
  expect(left).toEqual([]);
});

test("checks the real pin when none is injected", async () => {
  const { bytes } = releaseArchive("linux-amd64");
  const base = await releasePage((_request, reply) => reply.end(bytes));
  const { attempt } = await fetchFrom(base, {});
  expect(attempt).toEqual({ ok: false, reason: expect.stringContaining("expected b5a8003c86f35f5c") });
});

test("says that a truncated archive broke off", async () => {
  const { bytes, sha256: hash } = releaseArchive("linux-amd64");
  const base = await releasePage((_request, reply) => {
    reply.writeHead(200, { "content-length": bytes.length });
    reply.write(bytes.subarray(0, 50), () => reply.destroy());
  });
  const { attempt, left } = await fetchFrom(base, { pinned: { "linux-amd64": hash } });
  expect(attempt).toEqual({ ok: false, reason: expect.stringContaining("broke off after 50 bytes") });
  expect(left).toEqual([]);
});

test("says that an archive with the right hash cannot be unpacked", async () => {
  const bytes = releaseArchive("linux-amd64").bytes.subarray(0, 60);
  const base = await releasePage((_request, reply) => reply.end(bytes));
  const { attempt } = await fetchFrom(base, { pinned: { "linux-amd64": sha256(bytes) } });
  expect(attempt).toEqual({ ok: false, reason: expect.stringContaining("could not be unpacked: tar") });
});

test("refuses an archive whose k6 is of another version", async () => {
  const { bytes, sha256: hash } = releaseArchive("linux-amd64", "1.1.0");
  const base = await releasePage((_request, reply) => reply.end(bytes));
  const { attempt, left } = await fetchFrom(base, { pinned: { "linux-amd64": hash } });
  expect(attempt).toEqual({ ok: false, reason: "the k6 obtained is k6 1.1.0; needed: >=2.2 <3" });
  expect(left).toEqual([]);
});

test.each([
  ["answers 404", 404, "the server answered 404"],
  ["answers 503", 503, "the server answered 503"],
])("moves on when the server %s", async (_name, status, reason) => {
  const base = await releasePage((_request, reply) => reply.writeHead(status).end());
  expect((await fetchFrom(base, {})).attempt).toEqual({ ok: false, reason: expect.stringContaining(reason) });
});

test("moves on when the server accepts and says nothing", async () => {
  const base = await releasePage(() => {});
  expect((await fetchFrom(base, {})).attempt).toEqual({
    ok: false,
    reason: expect.stringContaining("no answer within 0.3 s"),
  });
});

test("moves on when the server falls silent in the middle", async () => {
  const base = await releasePage((_request, reply) => void reply.write("some bytes"));
  const { attempt } = await fetchFrom(base, {});
  expect(attempt).toEqual({ ok: false, reason: expect.stringContaining("nothing came for 0.3 s after 10 bytes") });
});

test("moves on at once when the connection is refused", async () => {
  const { attempt } = await fetchFrom(await deadAddress(), {});
  expect(attempt).toEqual({ ok: false, reason: expect.stringContaining("connection refused") });
});

test("says when there is no archive for this machine", async () => {
  const { attempt } = await fetchFrom("http://127.0.0.1:9", { machine: "sunos-x64" });
  expect(attempt).toEqual({ ok: false, reason: "there is no release archive for sunos-x64" });
});
