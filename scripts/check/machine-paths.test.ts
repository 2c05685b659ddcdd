import { expect, test } from "vitest";
import { checkMachinePaths } from "./machine-paths.ts";

/** Joined here, so that this file passes the check itself. */
const path = (...parts: readonly string[]): string => `/${parts.join("/")}`;
const host = (...parts: readonly string[]): string => parts.join(".");
const faultsOf = (text: string) => checkMachinePaths([{ path: "docs/a.md", text }]).faults;

test.each([
  path("home", "ann", "x"),
  path("Users", "ann"),
  path("root", "x.txt"),
  path("work", "main"),
  path("tmp", "x"),
  `see (${path("tmp", "x")})`,
  `file://${path("home", "ann")}`,
  "C:\\Users\\ann".replace("ann", "bob"),
  host("registry", "npmjs", "org"),
  host("proxy", "golang", "org"),
  host("files", "pythonhosted", "org"),
])("refuses %s", (text) => {
  expect(faultsOf(`a\nb ${text} c\n`)).toEqual([expect.stringMatching(/^docs\/a\.md:2 names /)]);
});

test.each([
  "runs/work/x",
  "./tmp/x",
  "../work/x",
  "~/root/x",
  "$" + "{base}/work/x",
  "/tmp",
  "a /homepage/x",
  "https://example.org/home/x",
  "go.k6.io/k6/v2",
])("allows %s", (text) => {
  expect(faultsOf(text)).toEqual([]);
});

test("leaves machine-made lists of modules alone", () => {
  const text = host("proxy", "golang", "org");
  expect(checkMachinePaths([{ path: "scripts/setup/k6/go.sum", text }]).faults).toEqual([]);
});
