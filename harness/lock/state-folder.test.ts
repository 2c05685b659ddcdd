import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStateFolder, stateFolderPath } from "./state-folder.ts";

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "fieldproof-test-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test.each([
  [{ FIELDPROOF_STATE: "/a", XDG_STATE_HOME: "/b" }, "/a"],
  [{ FIELDPROOF_STATE: "", XDG_STATE_HOME: "/b" }, "/b/fieldproof"],
  [{ XDG_STATE_HOME: "b" }, "/h/.local/state/fieldproof"],
  [{}, "/h/.local/state/fieldproof"],
])("%j leads to %s", (env, path) => {
  expect(stateFolderPath(env, "/h")).toBe(path);
});

test("it is made for its owner alone", async () => {
  const path = await openStateFolder(join(dir, "a", "b"));
  expect((await stat(path)).mode & 0o777).toBe(0o700);
  await expect(openStateFolder(path)).resolves.toBe(path);
});

test("one that others may write to is refused", async () => {
  await chmod(dir, 0o777);
  await expect(openStateFolder(dir)).rejects.toThrow(/others may write/);
});

test("a file in its place is refused", async () => {
  await writeFile(join(dir, "file"), "");
  await expect(openStateFolder(join(dir, "file"))).rejects.toMatchObject({ code: "FP-LOCK-004" });
  await expect(openStateFolder(join(dir, "file", "x"))).rejects.toMatchObject({ code: "FP-LOCK-004" });
});
