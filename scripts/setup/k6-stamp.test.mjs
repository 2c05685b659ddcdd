import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { stampedK6, stampK6 } from "./k6-stamp.mjs";
import { placesIn } from "./places.mjs";
import { barePath, cleanUp, newFolder, program } from "./test-kit.mjs";

afterEach(cleanUp);

function stamped() {
  const places = placesIn(newFolder());
  mkdirSync(places.k6Module, { recursive: true });
  for (const name of ["go.mod", "go.sum"]) writeFileSync(join(places.k6Module, name), "x");
  const k6 = program(join(places.root, "found", "k6"), "exit 0");
  const bin = newFolder();
  const env = { PATH: `${bin}:${barePath()}` };
  stampK6(places, env, k6);
  return { places, env, k6, bin };
}

test("remembers the k6 while nothing has changed", () => {
  const { places, env, k6 } = stamped();
  expect(stampedK6(places, env)).toBe(k6);
});

/** @typedef {ReturnType<typeof stamped>} Stamped */

test.each([
  ["the k6 is gone", (/** @type {Stamped} */ { k6 }) => rmSync(k6)],
  ["the k6 is another file", (/** @type {Stamped} */ { k6 }) => appendFileSync(k6, "\n")],
  ["go.sum has changed", (/** @type {Stamped} */ { places }) => appendFileSync(join(places.k6Module, "go.sum"), "y")],
  ["a k6 has come to PATH", (/** @type {Stamped} */ { bin }) => void program(join(bin, "k6"), "exit 0")],
  ["K6_BIN is set", (/** @type {Stamped} */ { env, k6 }) => void Object.assign(env, { K6_BIN: k6 })],
  ["the stamp is damaged", (/** @type {Stamped} */ { places }) => writeFileSync(places.k6Stamp, "{")],
])("forgets it when %s", (_name, change) => {
  const state = stamped();
  change(state);
  expect(stampedK6(state.places, state.env)).toBeUndefined();
});

test("stands a cache that cannot be written to", () => {
  const { places, env, k6 } = stamped();
  writeFileSync(join(places.root, "flat"), "");
  expect(() => stampK6({ ...places, k6Stamp: join(places.root, "flat", "stamp") }, env, k6)).not.toThrow();
});
