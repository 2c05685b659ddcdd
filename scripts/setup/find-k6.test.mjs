import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { findK6 } from "./find-k6.mjs";
import { checkK6 } from "./k6-binary.mjs";
import { barePath, cleanUp, k6Body, newFolder, program } from "./test-kit.mjs";

afterEach(cleanUp);

/** @param {string} name @param {string} body */
const k6At = (name, body) => program(join(newFolder(), name, "k6"), body);
const absent = () => join(newFolder(), "none", "k6");
/** @param {string} k6 */
const pathWith = (k6) => `${join(k6, "..")}:${barePath()}`;

test("takes K6_BIN before PATH and cache", async () => {
  const wished = k6At("wish", k6Body("2.4.0"));
  const env = { K6_BIN: wished, PATH: pathWith(k6At("bin", k6Body("2.2.0"))) };
  expect(await findK6({ cached: k6At("cache", k6Body("2.2.0")), env })).toEqual({
    path: wished,
    version: "2.4.0",
    source: "K6_BIN",
  });
});

test.each([
  ["names nothing", () => absent(), "is not there"],
  ["names a folder", () => newFolder(), "is not there"],
  ["is of the wrong version", () => k6At("old", k6Body("1.1.0")), "is k6 1.1.0; needed: >=2.2 <3"],
  ["is no k6", () => k6At("other", "echo hello v2.2.0"), "does not say a k6 version"],
  ["fails", () => k6At("bad", "exit 7"), "ended with 7"],
])("refuses a K6_BIN that %s, though PATH has one that fits", async (_name, make, reason) => {
  const env = { K6_BIN: make(), PATH: pathWith(k6At("bin", k6Body("2.2.0"))) };
  await expect(findK6({ cached: absent(), env })).rejects.toThrow(reason);
  await expect(findK6({ cached: absent(), env })).rejects.toThrow("Unset K6_BIN");
});

test("takes one on PATH before the cache when it fits", async () => {
  const there = k6At("bin", k6Body("2.3.0"));
  const found = await findK6({ cached: k6At("cache", k6Body("2.2.0")), env: { PATH: pathWith(there) } });
  expect(found).toMatchObject({ path: there, source: "PATH" });
});

test("passes over a wrong version on PATH with one line, and takes the cache", async () => {
  const there = k6At("bin", k6Body("1.1.0"));
  const cached = k6At("cache", k6Body("2.2.0"));
  /** @type {string[]} */
  const notes = [];
  const found = await findK6({ cached, env: { PATH: pathWith(there) }, note: (text) => notes.push(text) });
  expect(found).toMatchObject({ path: cached, source: "cache" });
  expect(notes).toEqual([`${there} is k6 1.1.0; needed: >=2.2 <3; not used`]);
});

test("finds nothing on a bare machine", async () => {
  expect(await findK6({ cached: absent(), env: { PATH: barePath(), K6_BIN: "" } })).toBeUndefined();
});

test("does not trust a damaged cache", async () => {
  const cached = k6At("cache", "exit 1");
  expect(await findK6({ cached, env: { PATH: barePath() } })).toBeUndefined();
});

test("does not wait for a k6 that hangs", async () => {
  const check = await checkK6(k6At("hung", "exec sleep 30"), { PATH: barePath() }, 200);
  expect(check).toEqual({ fits: false, reason: "was stopped after 0.2 s" });
});
