import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { manifestSchema } from "../../core/schema/evidence.ts";
import { sealRun } from "./seal.ts";

const folder = await mkdtemp(join(tmpdir(), "seal-"));
afterAll(() => rm(folder, { recursive: true }));
let made = 0;
const runWith = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const run = join(folder, String(++made));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(run, path, ".."), { recursive: true });
    await writeFile(join(run, path), text);
  }
  return run;
};
const manifestOf = async (run: string) =>
  manifestSchema.parse(JSON.parse(await readFile(join(run, "manifest.json"), "utf8")));

test("names every file with length and digest, sorted by path, and returns the manifest's digest", async () => {
  const run = await runWith({ "run.json": "{}", "nano-drop/1/b": "", "nano-drop/1/Z": "é", "nano-drop/10/a": "x" });
  const digest = await sealRun(run);
  const { files } = await manifestOf(run);
  expect(files.map(({ path, bytes }) => [path, bytes])).toEqual([
    ["nano-drop/1/Z", 2],
    ["nano-drop/1/b", 0],
    ["nano-drop/10/a", 1],
    ["run.json", 2],
  ]);
  // SHA-256 of nothing, FIPS 180-4 example.
  expect(files[1]?.sha256).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(digest).toBe(
    createHash("sha256")
      .update(await readFile(join(run, "manifest.json")))
      .digest("hex"),
  );
});

test("leaves out what is drawn from the evidence, at the top only, and seals the same twice", async () => {
  const run = await runWith({
    "run.json": "{}",
    "verdict.json": "v",
    "report.html": "r",
    "junit.xml": "j",
    "summary.md": "s",
    "nano-drop/1/verdict.json": "inner",
  });
  const first = await sealRun(run);
  expect((await manifestOf(run)).files.map(({ path }) => path)).toEqual(["nano-drop/1/verdict.json", "run.json"]);
  await writeFile(join(run, "verdict.json"), "another");
  expect(await sealRun(run)).toBe(first);
});

test("refuses symbolic links and pipes, and then writes no manifest", async () => {
  const linked = await runWith({ "run.json": "{}" });
  await symlink("/etc/hostname", join(linked, "stack.log"));
  await expect(sealRun(linked)).rejects.toMatchObject({
    code: "FP-EVID-008",
    details: { path: "stack.log", kind: "a symbolic link" },
  });
  await expect(readFile(join(linked, "manifest.json"))).rejects.toThrow("ENOENT");
  const piped = await runWith({ "run.json": "{}" });
  execFileSync("mkfifo", [join(piped, "pipe")]);
  await expect(sealRun(piped)).rejects.toMatchObject({ code: "FP-EVID-008" });
});
