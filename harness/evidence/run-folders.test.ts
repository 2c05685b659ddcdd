import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { COMPARISON_RUN_FILE } from "../../core/schema/comparison.ts";
import { runFolders } from "./run-folders.ts";

test("folders of runs, and those within a comparison; no link, no file, nothing deeper", async () => {
  const root = await realpath(await mkdtemp(join(tmpdir(), "run-folders-")));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const path of ["a-run/nano-drop", "compared/first/nano-drop", "compared/second"])
    await mkdir(join(root, path), { recursive: true });
  await writeFile(join(root, "compared", COMPARISON_RUN_FILE), "{}");
  await writeFile(join(root, "history.jsonl"), "");
  await symlink(join(root, "a-run"), join(root, "link"));
  const found = (await runFolders(root)).map((path) => relative(root, path));
  expect(found).toEqual(["a-run", "compared/first", "compared/second"]);
  expect(await runFolders(join(root, "nowhere"))).toEqual([]);
});
