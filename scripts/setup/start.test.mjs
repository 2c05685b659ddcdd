import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./places.mjs";

/**
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} [env]
 * @returns {Promise<{ code: number, out: string, err: string }>}
 */
const start = (args, env = {}) =>
  new Promise((resolve) => {
    const options = { env: { ...process.env, ...env }, cwd: ROOT };
    execFile(process.execPath, [join(ROOT, "scripts", "start.mjs"), ...args], options, (error, out, err) =>
      resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, out, err }),
    );
  });

test("explains itself", async () => {
  const { code, out } = await start(["--help"]);
  expect(code).toBe(0);
  for (const verb of ["drill", "cli", "test", "check", "format", "docs", "golden", "screens", "bench"])
    expect(out).toContain(`  ${verb} `);
});

test.each([
  [[], "No verb was given."],
  [["dril"], 'There is no verb "dril".'],
  [["constructor"], 'There is no verb "constructor".'],
])("refuses %j with its usage", async (args, sentence) => {
  const { code, err } = await start(args);
  expect(code).toBe(2);
  expect(err).toContain(sentence);
  expect(err).toContain("Usage: node scripts/start.mjs VERB");
});

test("ends a drill with one message and no stack trace when K6_BIN names nothing", async () => {
  const { code, err } = await start(["drill"], { K6_BIN: join("no", "such", "k6") });
  expect(code).toBe(2);
  expect(err).toMatch(/K6_BIN is no.such.k6, which is not there, or may not be run\.\n {2}Unset K6_BIN/);
  expect(err).not.toMatch(/^\s+at /m);
});
