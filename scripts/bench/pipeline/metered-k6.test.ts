import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { bundleForK6, scenarioPath } from "../../../harness/run/bundle.ts";
import { testFolder } from "../../../test/temp-folder.ts";
import { readCpuSec, withoutRecording, writeMeteredK6 } from "./metered-k6.ts";

test("the recording is found in the bundle of a scenario, and nothing else of it changes", async () => {
  const folder = await testFolder("metered");
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await bundleForK6(scenarioPath("nano-drop"), join(folder, "bundle.js"));
  const bundle = await readFile(join(folder, "bundle.js"), "utf8");
  const bare = withoutRecording(bundle);
  expect(bare).toContain(".includes(line.kind)&&console.log(JSON.stringify(line))");
  expect(bare.length - bundle.length).toBeLessThan(80);
  expect(() => withoutRecording("export const options = {};")).toThrow(/not found/);
});

test("runs what it stands for, with its arguments and its exit code, and says what it cost", async () => {
  const folder = await testFolder("metered");
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [path, timesFile] = [join(folder, "k6"), join(folder, "times")];
  await writeMeteredK6(path, { k6Path: process.execPath, timesFile, strip: null });
  // By CPU, not by the clock: a busy machine gives a process far less of the one than goes by on the other.
  const busy = "while (process.cpuUsage().user < 150_000); process.exitCode = Number(process.argv[1]);";
  await expect(promisify(execFile)(path, ["-e", busy, "3"])).rejects.toMatchObject({ code: 3 });
  expect(await readCpuSec(timesFile)).toBeGreaterThanOrEqual(0.14);
});
