import { expect, test } from "vitest";
import { checkLockfile } from "./lockfile.ts";

const lock = (packages: object): string => JSON.stringify({ lockfileVersion: 3, packages });
const ADDRESS = ["https:/", "registry.example.org/a.tgz"].join("/");

test("passes versions and digests, and an address under funding", () => {
  const text = lock({
    "": { name: "x" },
    "node_modules/a": { version: "1.0.0", integrity: "sha512-x", funding: { url: ADDRESS } },
  });
  expect(checkLockfile(text)).toMatchObject({ faults: [], summary: "2 packages, 1 with a digest" });
});

test.each([
  ["resolved", { "node_modules/a": { version: "1.0.0", resolved: ADDRESS } }, "has `resolved`"],
  ["an address as version", { "node_modules/a": { version: `git+${ADDRESS}` } }, "holds an address"],
  ["an address as key", { [`node_modules/${ADDRESS}`]: {} }, "holds an address"],
  ["a registry's host", { "node_modules/a": { deprecated: "see registry.example.org" } }, "holds an address"],
  [
    "a platform's package without an entry",
    { "node_modules/a": { optionalDependencies: { "a-linux": "1" } } },
    "a-linux, which has no entry",
  ],
])("refuses %s", (_name, packages, fault) => {
  const { faults } = checkLockfile(lock(packages));
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(fault);
});

test("counts a platform's package that has its entry as listed", () => {
  const packages = {
    "node_modules/a": { optionalDependencies: { "@b/linux": "1" } },
    "node_modules/@b/linux": { version: "1.0.0" },
  };
  expect(checkLockfile(lock(packages)).faults).toEqual([]);
});

test.each(["{", "{}", "[]", "null"])("says that %s is no lockfile", (text) => {
  expect(checkLockfile(text).faults).toHaveLength(1);
});
