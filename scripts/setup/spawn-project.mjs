import { spawn } from "node:child_process";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";

/** @typedef {Readonly<Record<string, string | undefined>>} Env */

/** One key press can arrive twice, from the terminal and from npm. */
const SAME_SIGNAL_MS = 250;

/**
 * @param {Env} env
 * @param {string} root the checkout
 * @param {import("./set-up.mjs").Tools} tools
 * @returns {Env} what the project's own processes see
 */
export function projectEnv(env, root, tools) {
  const path = [join(root, "node_modules", ".bin"), dirname(tools.node), env["PATH"] ?? env["Path"] ?? ""];
  return {
    // What Node compiled once it need not compile again: the command line starts in half the CPU time.
    NODE_COMPILE_CACHE: join(root, ".cache", "node"),
    ...env,
    PATH: path.join(delimiter),
    ...(tools.k6 === undefined ? {} : { FIELDPROOF_K6: tools.k6 }),
    ...(tools.chromium === undefined ? {} : { FIELDPROOF_CHROMIUM: tools.chromium }),
  };
}

/**
 * Runs one of the project's programs on the project's Node and outlives it: SIGINT, SIGTERM and SIGHUP are handed
 * on, never obeyed here. On a terminal Ctrl-C reaches the whole process group by itself, so SIGINT is not handed on
 * there; the program would take it for a second one.
 * @param {string} node
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: Env, onTerminal?: boolean, stdio?: import("node:child_process").StdioOptions }} options
 * @returns {Promise<number>} its exit code; 128 + n when signal n ended it
 */
export function runProject(node, args, { cwd, env, onTerminal = hasTerminal(), stdio = "inherit" }) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [...args], { cwd, env: { ...env }, stdio });
    /** @type {Map<string, number>} */
    const sentMs = new Map();
    /** @param {NodeJS.Signals} signal */
    const handOn = (signal) => {
      if (signal === "SIGINT" && onTerminal) return;
      const nowMs = Date.now();
      if (nowMs - (sentMs.get(signal) ?? 0) < SAME_SIGNAL_MS) return;
      sentMs.set(signal, nowMs);
      child.kill(signal);
    };
    /** @type {readonly NodeJS.Signals[]} */
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, handOn);
    const forget = () => {
      for (const signal of signals) process.off(signal, handOn);
    };
    child.on("error", (error) => {
      forget();
      reject(error);
    });
    child.on("close", (code, signal) => {
      forget();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** @param {number} code an exit code that `runProject` gave */
export const endedBySignal = (code) => code > 128 && code < 128 + 65;

const hasTerminal = () =>
  process.stdin.isTTY === true || process.stdout.isTTY === true || process.stderr.isTTY === true;
