import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { refuseWhileStopped, watchStopFiles } from "./stop-file.ts";

const aFolder = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), "fieldproof-test-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
};

const watched = (dirs: readonly string[]) => {
  const causes: FieldproofError[] = [];
  const stop = watchStopFiles(dirs, (cause) => causes.push(cause));
  onTestFinished(stop);
  return { causes, stop };
};

test("a STOP file in either folder is seen, and told once", async () => {
  const [run, runs] = [await aFolder(), await aFolder()];
  const { causes } = watched([run, runs]);
  await writeFile(join(runs, "STOP"), "");
  await expect
    .poll(() => causes.map(({ code, message }) => [code, message]))
    .toEqual([["FP-STOP-001", `The run was stopped by the file ${join(runs, "STOP")}.`]]);
  await writeFile(join(run, "STOP"), "");
  await expect.poll(() => causes.length, { timeout: 15_000 }).toBe(1);
});

test.each<[string, (path: string) => Promise<unknown>]>([
  ["a folder", (path) => mkdir(path)],
  ["a link to nothing", (path) => symlink("/nowhere", path)],
])("%s of that name stops, too", async (_name, make) => {
  const dir = await aFolder();
  const { causes } = watched([dir]);
  await make(join(dir, "STOP"));
  await expect.poll(() => causes.length).toBe(1);
});

test("other names, and a folder that went, stop nobody", async () => {
  const [dir, gone] = [await aFolder(), await aFolder()];
  await writeFile(join(dir, "stop"), "");
  await writeFile(join(dir, "STOP.txt"), "");
  await rm(gone, { recursive: true });
  const { causes, stop } = watched([gone, dir]);
  await writeFile(join(dir, "STOP"), "");
  await expect.poll(() => causes.length).toBe(1);
  stop();
});

test("nobody starts below a STOP file, and is told since when it is there", async () => {
  const dir = await aFolder();
  await refuseWhileStopped(dir);
  await refuseWhileStopped(join(dir, "not made yet"));
  await writeFile(join(dir, "STOP"), "");
  await expect(refuseWhileStopped(dir)).rejects.toMatchObject({
    code: "FP-STOP-002",
    message: expect.stringMatching(/^No run may start below .*: there is a file STOP, of \d{4}-\d\d-\d\dT/),
  });
});
