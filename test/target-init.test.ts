import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runMain } from "./main-in-process.ts";
import { testFolder } from "./temp-folder.ts";

test("writes a file that passes the file's check, and never replaces one", async () => {
  const path = join(await testFolder("target-init"), "target.yaml");
  const flags = ["--address", "http://127.0.0.1:4100", "--login", "cookie", "--bodies", "form"];
  const { code, stdout } = await runMain(["target", "init", path, ...flags]);
  expect([code, stdout]).toEqual([0, expect.stringContaining(`target check ${path}`)]);
  expect(await runMain(["target", "check", path, "--no-walk"])).toMatchObject({ code: 0, stderr: "" });
  await writeFile(path, "mine");
  const again = await runMain(["target", "init", path, ...flags]);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining("FP-FILE-004") });
  expect(await readFile(path, "utf8")).toBe("mine");
});

test("without a terminal nothing is asked, and nothing is written without an address", async () => {
  const path = join(await testFolder("target-init"), "target.yaml");
  const { code, stderr } = await runMain(["target", "init", path]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("--address is needed")]);
  await expect(readFile(path)).rejects.toThrow("ENOENT");
});
