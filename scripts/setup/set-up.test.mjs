import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { placesIn } from "./places.mjs";
import { setUp } from "./set-up.mjs";
import { SetupError } from "./setup-error.mjs";
import { barePath, cleanUp, deadAddress, k6Body, newFolder, program } from "./test-kit.mjs";

afterEach(cleanUp);

const LOCK = JSON.stringify({ packages: { "": {}, a: { version: "1.0.0" } } });
const NPM_WORKS = `const fs = require("node:fs");
fs.mkdirSync("node_modules", { recursive: true });
fs.copyFileSync("package-lock.json", "node_modules/.package-lock.json");
fs.appendFileSync("npm-ran", "x");`;
const NPM_FAILS = 'console.error("npm error network no such host"); process.exit(1);';

/** @param {{ npm?: string, k6?: string, installed?: boolean, chromium?: boolean }} machine */
async function machineWith({ npm = NPM_WORKS, k6, installed = false, chromium = false }) {
  const root = newFolder();
  const places = placesIn(root);
  mkdirSync(places.k6Module, { recursive: true });
  for (const name of ["go.mod", "go.sum"]) writeFileSync(join(places.k6Module, name), "x");
  writeFileSync(join(root, "package-lock.json"), LOCK);
  writeFileSync(join(root, "npm-cli.js"), npm);
  const bin = join(root, "bin");
  if (k6 !== undefined) program(join(bin, "k6"), k6);
  if (chromium) program(join(bin, "chromium"), "echo Chromium 1");
  if (installed) {
    mkdirSync(join(root, "node_modules"));
    writeFileSync(join(root, "node_modules", ".package-lock.json"), LOCK);
  }
  const env = {
    PATH: `${bin}:${barePath()}`,
    npm_execpath: join(root, "npm-cli.js"),
    FIELDPROOF_K6_RELEASE_BASE: await deadAddress(),
    // Named and absent, so that no test asks the system's package manager for one.
    ...(chromium ? {} : { FIELDPROOF_CHROMIUM: join(root, "no-chromium") }),
  };
  /** @type {string[]} */
  const said = [];
  const out = /** @type {NodeJS.WriteStream} */ ({ write: (/** @type {string} */ text) => said.push(text) > 0 });
  /** @param {import("./set-up.mjs").Needs} needs */
  const run = (needs) => setUp({ places, env, needs, out });
  return { root, places, said, run };
}

/** @type {import("./set-up.mjs").Needs} */
const DRILL = { k6: "must", chromium: false };
/** @type {import("./set-up.mjs").Needs} */
const TEST = { k6: "may", chromium: true };

test("installs, finds k6, lets the lock go, and the second time says and does nothing", async () => {
  const { root, places, said, run } = await machineWith({ k6: k6Body("2.2.0") });
  expect(await run(DRILL)).toMatchObject({ k6: join(root, "bin", "k6"), node: process.execPath, missing: [] });
  expect(said.join("")).toContain("npm packages: ready");
  expect(existsSync(places.lock)).toBe(false);
  said.length = 0;
  expect(await run(DRILL)).toMatchObject({ k6: join(root, "bin", "k6") });
  expect(said).toEqual([]);
});

test("reports both when npm and k6 fail", async () => {
  const { run, places } = await machineWith({ npm: NPM_FAILS });
  const error = await run(DRILL).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(SetupError);
  expect(error.message).toContain("`npm ci` ended with 1");
  expect(error.message).toContain("No k6 >=2.2 <3 was found, and none could be had");
  expect(existsSync(places.lock)).toBe(false);
});

test("lets tests run without k6 and Chromium, and names both with what to do", async () => {
  const { run } = await machineWith({ installed: true });
  const { k6, chromium, missing } = await run(TEST);
  expect([k6, chromium]).toEqual([undefined, undefined]);
  expect(missing.map(({ tool }) => tool).sort()).toEqual(["chromium", "k6"]);
  for (const { reason, command } of missing) expect([reason, command]).not.toContain("");
});

test("does not go on to k6 for a command that only glances at it", async () => {
  const { run, said } = await machineWith({ installed: true });
  expect(await run({ k6: "glance", chromium: false })).toMatchObject({ k6: undefined });
  expect(await run({ k6: "no", chromium: false })).toMatchObject({ k6: undefined });
  expect(said).toEqual([]);
});

test("finds Chromium for tests", async () => {
  const { root, run } = await machineWith({ installed: true, chromium: true, k6: k6Body("2.2.0") });
  expect(await run(TEST)).toMatchObject({ chromium: join(root, "bin", "chromium"), missing: [] });
});

test("only looks for a Chromium that a drill can do without", async () => {
  const without = await machineWith({ installed: true, k6: k6Body("2.2.0") });
  expect(await without.run({ k6: "must", chromium: "glance" })).toMatchObject({ chromium: undefined, missing: [] });
  // The first run of a checkout installs packages, and a browser is still none of it.
  const fresh = await machineWith({ k6: k6Body("2.2.0") });
  expect(await fresh.run({ k6: "must", chromium: "glance" })).toMatchObject({ chromium: undefined, missing: [] });
  expect(fresh.said.join("")).not.toContain("Chromium");
  const { root, run } = await machineWith({ installed: true, chromium: true, k6: k6Body("2.2.0") });
  expect(await run({ k6: "must", chromium: "glance" })).toMatchObject({ chromium: join(root, "bin", "chromium") });
});

test("two starters at once install once", async () => {
  const { run, root } = await machineWith({ k6: k6Body("2.2.0") });
  await Promise.all([run(DRILL), run(DRILL)]);
  expect(readFileSync(join(root, "npm-ran"), "utf8")).toBe("x");
});
