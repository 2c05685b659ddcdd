import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { buildK6 } from "./k6-go-build.mjs";
import { barePath, cleanUp, k6Body, newFolder, program } from "./test-kit.mjs";

afterEach(cleanUp);

/** Finds the argument after -o, as a shell script. */
const FIND_OUT = 'while [ "$1" != "-o" ]; do shift; done; out="$2"';

/**
 * @param {string | undefined} goBody what the `go` on PATH does; undefined: there is none
 * @param {number} [limitMs]
 */
async function buildWith(goBody, limitMs) {
  const folder = newFolder();
  if (goBody !== undefined) program(join(folder, "bin", "go"), goBody);
  const target = join(folder, "k6", "k6");
  const env = {
    PATH: `${join(folder, "bin")}:${barePath()}`,
    WITNESS: join(folder, "witness"),
    GOTOOLCHAIN: "go9.9.9",
  };
  const options = { target, module: folder, env, log: join(folder, "log") };
  const attempt = await buildK6(limitMs === undefined ? options : { ...options, limitMs });
  return { attempt, target, witness: env.WITNESS };
}

test("keeps what Go built, with the machine's own toolchain and without cgo", async () => {
  const body = `echo "$GOTOOLCHAIN $CGO_ENABLED $*" > "$WITNESS"; ${FIND_OUT}\nprintf '#!/bin/sh\\n%s\\n' '${k6Body("2.2.0")}' > "$out"`;
  const { attempt, target, witness } = await buildWith(body);
  expect(attempt).toEqual({ ok: true });
  expect(existsSync(target)).toBe(true);
  expect(readFileSync(witness, "utf8")).toMatch(/^local 0 build .*-trimpath .*-ldflags -s -w .*go\.k6\.io\/k6\/v2/);
});

test("says that Go is not installed", async () => {
  const { attempt } = await buildWith(undefined);
  expect(attempt).toEqual({ ok: false, reason: "Go is not installed (no `go` on PATH)" });
});

test("hands on Go's own last lines when the build fails", async () => {
  const { attempt, target } = await buildWith('echo "go: go.mod requires go >= 1.25.0 (running go 1.19)" >&2; exit 1');
  expect(attempt).toEqual({
    ok: false,
    reason: expect.stringMatching(/ended with 1\n {4}go: go\.mod requires go >= 1\.25\.0/),
  });
  expect(existsSync(target)).toBe(false);
});

test("stops a build that does not end", async () => {
  const { attempt } = await buildWith("exec sleep 30", 200);
  expect(attempt).toEqual({ ok: false, reason: expect.stringContaining("was stopped after 0.2 s") });
});

test("refuses a k6 that does not run", async () => {
  const { attempt, target } = await buildWith(`${FIND_OUT}; echo rubbish > "$out"`);
  expect(attempt.ok).toBe(false);
  expect(existsSync(target)).toBe(false);
});
