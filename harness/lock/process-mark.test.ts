import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isAlive, ownMark } from "./process-mark.ts";

test("this process is alive", () => {
  expect(isAlive(ownMark())).toBe(true);
  expect(ownMark().pid).toBe(process.pid);
});

test("a process that has ended is not", () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  expect(isAlive({ pid, started: null })).toBe(false);
});

test("a later process of the same number is not the one that was meant", () => {
  expect(isAlive({ pid: process.pid, started: "another boot/1" })).toBe(false);
});

test.skipIf(process.platform !== "linux")("a process that has ended but was never waited for is dead", async () => {
  // The shell starts a child and becomes a sleep, which waits for nobody.
  const shell = spawn("sh", ["-c", "sleep 0.2 & echo $!; exec sleep 20"], { stdio: ["ignore", "pipe", "ignore"] });
  try {
    const [line] = await once(shell.stdout, "data");
    const pid = Number(String(line).trim());
    await expect.poll(() => readFileSync(`/proc/${pid}/stat`, "utf8")).toMatch(/\) Z /);
    expect(isAlive({ pid, started: null })).toBe(false);
  } finally {
    shell.kill("SIGKILL");
  }
});
