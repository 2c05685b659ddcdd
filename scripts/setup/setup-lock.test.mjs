import { spawn } from "node:child_process";
import { existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { takeSetupLock } from "./setup-lock.mjs";
import { cleanUp, newFolder } from "./test-kit.mjs";

afterEach(cleanUp);

const MODULE = JSON.stringify(new URL("./setup-lock.mjs", import.meta.url).href);

/** @param {string} body @returns {Promise<number | null>} exit code */
const inProcess = (body) =>
  new Promise((resolve) => {
    const source = `import { takeSetupLock } from ${MODULE};\nimport fs from "node:fs";\n${body}`;
    spawn(process.execPath, ["--input-type=module", "-e", source], { stdio: "inherit" }).on("close", resolve);
  });

/** @returns {Promise<number>} the pid of a process that is over */
const deadPid = () =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ["-e", ""]);
    child.on("close", () => resolve(child.pid ?? 0));
  });

test("is held once at a time by five processes, also when a dead one left it behind", async () => {
  const folder = newFolder();
  const file = join(folder, "lock");
  writeFileSync(file, String(await deadPid()));
  const inside = JSON.stringify(join(folder, "inside"));
  const body = `const release = await takeSetupLock(${JSON.stringify(file)});
    fs.writeFileSync(${inside}, "", { flag: "wx" });
    await new Promise((resolve) => setTimeout(resolve, 30));
    fs.unlinkSync(${inside});
    release();`;
  const codes = await Promise.all(Array.from({ length: 5 }, () => inProcess(body)));
  expect(codes).toEqual([0, 0, 0, 0, 0]);
  expect(existsSync(file)).toBe(false);
});

test("goes when its holder ends without letting it go", async () => {
  const file = join(newFolder(), "lock");
  expect(await inProcess(`await takeSetupLock(${JSON.stringify(file)}); process.exit(3);`)).toBe(3);
  expect(existsSync(file)).toBe(false);
});

test("waits for a living holder, says whose it is, and ends with one message after the limit", async () => {
  const file = join(newFolder(), "lock");
  writeFileSync(file, String(process.pid));
  /** @type {number[]} */
  const told = [];
  await expect(takeSetupLock(file, { limitMs: 250, onWait: (pid) => told.push(pid) })).rejects.toThrow(
    /Another set-up \(process \d+\)/,
  );
  expect(told).toEqual([process.pid]);
  expect(readFileSync(file, "utf8")).toBe(String(process.pid));
});

test.each(["", "rubbish"])("takes over an old lock that says %j", async (text) => {
  const file = join(newFolder(), "lock");
  writeFileSync(file, text);
  const old = new Date(Date.now() - 60_000);
  utimesSync(file, old, old);
  const release = await takeSetupLock(file, { limitMs: 2_000 });
  expect(readFileSync(file, "utf8")).toBe(String(process.pid));
  release();
});
