import { expect, test } from "vitest";
import { isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { parseHooks } from "./parse-hooks.ts";

const faultsOf = (value: unknown): string[] => {
  try {
    parseHooks(value, "hooks.json");
  } catch (error) {
    if (isFieldproofError(error) && error.code === "FP-HOOK-001") return String(error.details["faults"]).split("\n");
    throw error;
  }
  return [];
};
const file = (hooks: object) => ({ schema: "fieldproof.hooks/1", hooks });
const http = (more: object) =>
  file({ a: { kind: "http", method: "POST", url: "https://desk.example/x", timeLimitMs: 100, ...more } });
const command = (more: object) => file({ a: { kind: "command", argv: ["true"], timeLimitMs: 100, ...more } });

test("good hooks are read with their defaults", () => {
  expect(parseHooks(http({}), "f").hooks["a"]).toMatchObject({ expectStatus: [200, 201, 202, 204], headers: {} });
  expect(parseHooks(command({}), "f").hooks["a"]).toMatchObject({ doneExitCodes: [0], graceMs: 2000, env: {} });
});

test("all faults are told at once", () => {
  const faults = faultsOf({
    schema: "fieldproof.hooks/2",
    more: 1,
    hooks: {
      A: {},
      a: { kind: "http", method: "TRACE", url: "x", timeLimitMs: 0 },
      b: { kind: "command", argv: [], timeLimitMs: 1e9 },
    },
  });
  for (const part of [
    "schema",
    "more",
    "hooks.A",
    "hooks.a.method",
    "hooks.a.url",
    "hooks.a.timeLimitMs",
    "hooks.b.argv",
    "hooks.b.timeLimitMs",
  ])
    expect(faults.filter((fault) => fault.includes(part))).not.toEqual([]);
});

test.each([
  ["a file:// address", http({ url: "file:///etc/passwd" })],
  ["a user in the address", http({ url: "https://root:x@desk.example/" })],
  ["an expected redirect", http({ expectStatus: [302] })],
  ["a Host of its own", http({ headers: { host: "other" } })],
  ["a header over two lines", http({ headers: { a: "b\r\nc: d" } })],
  ["a program by a relative path", command({ argv: ["./undo"] })],
  ["a program that is a value", command({ argv: ["{{program}}"] })],
  ["a command as one string", command({ argv: "rm -rf x" })],
  ["an environment that changes what runs", command({ env: { LD_PRELOAD: "x" } })],
  ["another PATH", command({ env: { PATH: "/tmp" } })],
  ["a folder by a relative path", command({ cwd: "here" })],
  ["a shell", command({ shell: true })],
  ["no hooks", file({})],
  ["no mapping", null],
])("refused: %s", (_what, value) => {
  expect(faultsOf(value)).not.toEqual([]);
});
