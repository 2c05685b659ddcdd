import { chmod, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { mayMountForTests } from "../../scripts/setup/test-tools.ts";
import { runCli } from "../cli-process.ts";
import { runMain, UNFIT_OUTPUT } from "../main-in-process.ts";
import { testFolder } from "../temp-folder.ts";
import { canMount, mountSmallDisk } from "../../scripts/setup/tmpfs.ts";

const folder = (): Promise<string> => testFolder("programs");
const isPosix = process.platform !== "win32";

test.skipIf(!isPosix).each<[string, string, string, string]>([
  [
    "of an old version",
    'console.log("k6 v0.49.0 (go1.21.6, linux/amd64)")',
    "FP-K6-002",
    "is k6 0.49.0; this project needs",
  ],
  ["of a version to come", 'console.log("k6 v3.0.0")', "FP-K6-002", "is k6 3.0.0"],
  ["that says something else", 'console.log("\\u001b[31mhello")', "FP-K6-002", "of an unknown version"],
  ["that fails", "process.exitCode = 3", "FP-K6-006", "it ended with 3"],
  ["that talks without end", 'process.stdout.write("y".repeat(4e6))', "FP-K6-006", "far more than its version"],
])("a k6 %s is refused before anything starts", async (_name, script, code, words) => {
  const cwd = await folder();
  const k6 = join(cwd, "k6");
  await writeFile(k6, `#!${process.execPath}\n${script};\n`, { mode: 0o755 });
  const result = await runMain(["run", "--runs", join(cwd, "runs")], { cwd, env: { FIELDPROOF_K6: "", K6_BIN: k6 } });
  expect([result.code, result.stderr.includes(`[${code}]`), result.stdout]).toEqual([2, true, ""]);
  expect(result.stderr).toContain(words);
  expect(result.stderr).not.toMatch(UNFIT_OUTPUT);
  expect(await readdir(cwd)).toEqual(["k6"]);
});

test("a k6 that is not there, or may not be run, is named", async () => {
  const cwd = await folder();
  await writeFile(join(cwd, "text"), "no program");
  for (const name of ["none", "text"]) {
    const env = { FIELDPROOF_K6: "", K6_BIN: join(cwd, name) };
    const { code, stderr } = await runMain(["run"], { cwd, env });
    expect([code, stderr.includes(join(cwd, name)), stderr.includes("[FP-K6-006]")]).toEqual([2, true, true]);
  }
});

test("a port in use is named, and what was begun is ended again", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  const cwd = await folder();
  try {
    // The last of the four: the three before it listen already when it fails.
    const { code, stderr, stdout } = await runMain(["serve", "--ports", `0,0,0,${port}`], { cwd });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`Port ${port} on 127.0.0.1 is in use.  [FP-STACK-002]`);
    expect(stderr).not.toMatch(UNFIT_OUTPUT);
    expect(await readdir(cwd)).toEqual([]);
  } finally {
    other.close();
  }
});

test.each([
  [["--ports", "1,2"], "takes four ports"],
  [["--ports", "0,0,0,99999"], "from 0 to 65535"],
  [["--event", "../etc"], 'not "../etc"'],
  [["--event", "\u001b[2J"], 'not "\\u{1b}[2J"'],
  [["--time-factor", "0"], "from 1 to 50"],
  [["--secrets-file", "none/secrets.json"], "cannot be written"],
  [["--defect", "no-such"], "no defect is called no-such"],
])("serve %j is refused", async (args, words) => {
  const cwd = await folder();
  const { code, stderr, stdout } = await runMain(["serve", ...args], { cwd });
  expect([code, stdout, stderr.includes(words)]).toEqual([2, "", true]);
  expect(stderr).not.toMatch(UNFIT_OUTPUT);
  expect(await readdir(cwd)).toEqual([]);
});

/** True when anybody may read this checkout, so that a test can run it as nobody. */
const isReadableByOthers = async (): Promise<boolean> => {
  for (let path = fileURLToPath(new URL("../../", import.meta.url)); ; path = dirname(path)) {
    if (((await stat(path)).mode & 0o005) !== 0o005) return false;
    if (dirname(path) === path) return true;
  }
};
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

test.skipIf(!isPosix || (isRoot && !(await isReadableByOthers())))(
  "no permission to write is told before anything starts",
  async () => {
    const cwd = await folder();
    await mkdir(join(cwd, "runs"), { mode: 0o755 });
    await chmod(cwd, 0o755);
    if (!isRoot) await chmod(join(cwd, "runs"), 0o555);
    const user = isRoot ? { user: NOBODY } : {};
    for (const runs of ["runs", "runs/deeper/still"]) {
      const { code, stderr } = await runCli(["run", "--runs", join(cwd, runs)], { cwd, env: { HOME: cwd }, ...user });
      // Without a k6 that is what is told.
      expect(stderr).toMatch(/cannot be written: permission denied\. {2}\[FP-FILE-002\]|\[FP-K6-001\]/);
      expect([code, UNFIT_OUTPUT.test(stderr)]).toEqual([2, false]);
    }
    const init = await runCli(["init", join(cwd, "runs", "drop.yaml")], { cwd, ...user });
    expect([init.code, init.stderr.includes("permission denied.  [FP-FILE-002]")]).toEqual([2, true]);
    expect(await readdir(join(cwd, "runs"))).toEqual([]);
  },
);

const mountable = mayMountForTests(canMount);

test.skipIf(!mountable)(
  "a disk that is read-only, and one that is nearly full, are told before anything starts",
  async () => {
    const readOnly = mountSmallDisk(1, ",ro");
    const small = mountSmallDisk(20);
    try {
      const { stderr } = await runMain(["init", join(readOnly.path, "drop.yaml")]);
      expect(stderr).toContain("the disk is read-only.  [FP-FILE-002]");
      const k6 = process.env["FIELDPROOF_K6"];
      if (k6 === undefined) return;
      const full = await runMain(["run", "--runs", join(small.path, "runs")], { k6 });
      expect([full.code, full.stderr.includes("MB free; a run needs 200 MB.  [FP-FILE-005]")]).toEqual([2, true]);
      expect(await readdir(small.path)).toEqual(["runs"]);
      expect(await readdir(join(small.path, "runs"))).toEqual([]);
    } finally {
      readOnly.unmount();
      small.unmount();
    }
  },
);
