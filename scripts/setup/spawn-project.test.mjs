import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { endedBySignal, projectEnv, runProject } from "./spawn-project.mjs";

const MODULE = JSON.stringify(new URL("./spawn-project.mjs", import.meta.url).href);
const QUIET = { cwd: process.cwd(), env: process.env };

test.each([0, 1, 5, 70])("ends with the program's exit code %i", async (code) => {
  expect(await runProject(process.execPath, ["-e", `process.exit(${code})`], QUIET)).toBe(code);
});

test("ends with 128 + n when signal n ended the program", async () => {
  const code = await runProject(process.execPath, ["-e", 'process.kill(process.pid, "SIGKILL")'], QUIET);
  expect(code).toBe(137);
  expect(endedBySignal(code)).toBe(true);
  expect([0, 1, 70].some(endedBySignal)).toBe(false);
});

/** A program that counts signals, and ends by itself a little after the first. */
const COUNTER = `let n = 0;
for (const name of ["SIGINT", "SIGTERM"]) process.on(name, () => { n += 1; if (n === 1) setTimeout(() => { console.log("heard " + n); process.exit(4); }, 150); });
setTimeout(() => process.exit(9), 5000);
console.log("ready");`;

/**
 * @param {boolean} onTerminal
 * @param {(starter: import("node:child_process").ChildProcess) => void} act once the program is ready
 * @returns {Promise<{ code: number | null, said: string }>}
 */
const withStarter = (onTerminal, act) =>
  new Promise((resolve) => {
    const source = `import { runProject } from ${MODULE};
process.exitCode = await runProject(process.execPath, ["-e", ${JSON.stringify(COUNTER)}], { cwd: ".", env: process.env, onTerminal: ${onTerminal} });`;
    const starter = spawn(process.execPath, ["--input-type=module", "-e", source], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    starter.stdout.on("data", (chunk) => {
      const first = said === "";
      said += chunk;
      if (first) act(starter);
    });
    starter.on("close", (code) => resolve({ code, said }));
  });

/** @type {readonly NodeJS.Signals[]} */
const SIGNALS = ["SIGINT", "SIGTERM"];

test.each(SIGNALS)("hands %s on once, outlives the program and ends as it does", async (signal) => {
  const { code, said } = await withStarter(false, (starter) => {
    starter.kill(signal);
    setTimeout(() => starter.kill(signal), 20);
  });
  expect(said).toBe("ready\nheard 1\n");
  expect(code).toBe(4);
});

test("leaves Ctrl-C to the terminal, which tells the program itself, and still hands SIGTERM on", async () => {
  const { code, said } = await withStarter(true, (starter) => {
    starter.kill("SIGINT");
    setTimeout(() => starter.kill("SIGTERM"), 50);
  });
  expect(said).toBe("ready\nheard 1\n");
  expect(code).toBe(4);
});

test("gives programs the tools found, and names none that was not", () => {
  const env = projectEnv({ PATH: "p" }, "root", { node: "n/node", k6: "k/k6", chromium: undefined, missing: [] });
  expect(env["NODE_COMPILE_CACHE"]?.replaceAll("\\", "/")).toBe("root/.cache/node");
  expect(env["FIELDPROOF_K6"]).toBe("k/k6");
  expect(env).not.toHaveProperty("FIELDPROOF_CHROMIUM");
  expect(env["PATH"]?.replaceAll("\\", "/").split(/[:;]/)).toEqual(["root/node_modules/.bin", "n", "p"]);
});
