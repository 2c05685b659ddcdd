import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { findNpm, installPackages, packagesAreInstalled } from "./npm-packages.mjs";
import { barePath, cleanUp, newFolder } from "./test-kit.mjs";

afterEach(cleanUp);

const A = { version: "1.0.0", integrity: "sha512-a" };
const OPTIONAL = { version: "2.0.0", integrity: "sha512-b", optional: true };

/** @param {object} wanted @param {object | undefined} present */
function checkout(wanted, present) {
  const root = newFolder();
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages: { "": {}, ...wanted } }));
  if (present !== undefined) {
    mkdirSync(join(root, "node_modules"));
    writeFileSync(join(root, "node_modules", ".package-lock.json"), JSON.stringify({ packages: present }));
  }
  return root;
}

test.each([
  ["all is there", { a: A }, { a: A }, true],
  ["another platform's package is absent", { a: A, b: OPTIONAL }, { a: A }, true],
  ["nothing is there", { a: A }, undefined, false],
  ["one is missing", { a: A, c: A }, { a: A }, false],
  ["one is of another version", { a: A }, { a: { ...A, version: "1.0.1" } }, false],
  ["one has other bytes", { a: A }, { a: { ...A, integrity: "sha512-x" } }, false],
  ["an optional one is of another version", { b: OPTIONAL }, { b: { ...OPTIONAL, version: "3.0.0" } }, false],
])("when %s: installed is %s", (_name, wanted, present, expected) => {
  expect(packagesAreInstalled(checkout(wanted, present))).toBe(expected);
});

test("takes a list that broke off for not installed", () => {
  const root = checkout({ a: A }, {});
  writeFileSync(join(root, "node_modules", ".package-lock.json"), '{"packages": {"a"');
  expect(packagesAreInstalled(root)).toBe(false);
});

/** @param {string} body what npm does @param {number} [limitMs] */
async function installWith(body, limitMs) {
  const root = newFolder();
  const script = join(root, "npm-cli.js");
  writeFileSync(script, body);
  const log = join(root, "log");
  const options = { root, log, env: { npm_execpath: script, PATH: barePath() } };
  const end = await installPackages(limitMs === undefined ? options : { ...options, limitMs }).then(
    () => undefined,
    (error) => error,
  );
  return { error: end, root, log };
}

test("runs npm ci without install scripts, with its words in the log", async () => {
  const { error, log } = await installWith(
    'console.log("npm warn EBADENGINE x"); console.log(process.argv.slice(2).join(" "));',
  );
  expect(error).toBeUndefined();
  const said = readFileSync(log, "utf8");
  expect(said).toContain("ci --ignore-scripts --no-audit --no-fund --include=dev --include=optional");
  expect(said).toContain("EBADENGINE");
});

test("says why npm failed in its own words, without its warnings", async () => {
  const body = `console.error("npm warn EBADENGINE x\\nnpm error code ENOTFOUND\\nnpm error network no such host"); process.exit(1);`;
  const { error, log } = await installWith(body);
  expect(error.name).toBe("SetupError");
  expect(error.message).toContain("`npm ci` ended with 1");
  expect(error.message).toContain("ENOTFOUND");
  expect(error.message).not.toContain("EBADENGINE");
  expect(error.message).toContain(log);
});

test("says when it is the lockfile that npm refuses", async () => {
  const { error } = await installWith(
    'console.error("npm error code EUSAGE\\nnpm error Missing: a"); process.exit(1);',
  );
  expect(error.message).toContain("package-lock.json lacks what npm needs");
});

test("stops an npm that does not end", async () => {
  const { error } = await installWith("setInterval(() => {}, 1000);", 300);
  expect(error.message).toContain("`npm ci` was stopped after 0.3 s");
});

test("gives npm no input to wait for", async () => {
  const { error } = await installWith('process.stdin.on("end", () => process.exit(0)).resume();', 15_000);
  expect(error).toBeUndefined();
});

test("finds npm beside Node, on PATH, or not at all", () => {
  const folder = newFolder();
  const cli = join(folder, "lib", "node_modules", "npm", "bin", "npm-cli.js");
  const node = join(folder, "bin", "node");
  expect(findNpm({ PATH: barePath() }, node)).toBeUndefined();
  mkdirSync(join(cli, ".."), { recursive: true });
  mkdirSync(join(folder, "bin"));
  writeFileSync(cli, "");
  expect(findNpm({ PATH: "" }, node)?.args).toEqual([
    join(node, "..", "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
  ]);
  expect(findNpm({ npm_execpath: join(folder, "yarn.js"), PATH: "" }, node)?.args).toHaveLength(1);
});
