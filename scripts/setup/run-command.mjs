import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";

/**
 * @typedef {object} Outcome
 * @property {number | undefined} code exit code; undefined when it never ended by itself
 * @property {string} output the last 8 kB of what it said
 * @property {string | undefined} problem why it did not run to its end, in a few words
 */

/** @typedef {Readonly<Record<string, string | undefined>>} Env */

/**
 * @typedef {object} RunOptions
 * @property {Env} env
 * @property {number} limitMs wall time after which it is stopped
 * @property {string} [cwd]
 * @property {string} [log] a file to which everything it says is added
 * @property {(line: string) => void} [onLine]
 */

const KEPT_CHARACTERS = 8_192;
const GRACE_MS = 3_000;

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/** Stops what set-up has started; for the moment in which the user gives up. */
export function stopRunningCommands() {
  for (const child of running) child.kill("SIGTERM");
}

/**
 * Runs one command without a shell and without input, and never throws.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} options
 * @returns {Promise<Outcome>}
 */
export function runCommand(command, args, options) {
  return new Promise((resolve) => {
    let output = "";
    let partial = "";
    /** @type {string | undefined} */
    let problem;
    const child = spawn(command, [...args], {
      cwd: options.cwd,
      env: { ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32" && /\.(cmd|bat)$/i.test(command),
    });
    running.add(child);
    if (options.log !== undefined) appendFileSync(options.log, `$ ${command} ${args.join(" ")}\n`);
    /** @param {Buffer} chunk */
    const hear = (chunk) => {
      const text = chunk.toString("utf8");
      output = (output + text).slice(-KEPT_CHARACTERS);
      if (options.log !== undefined) appendFileSync(options.log, text);
      const lines = (partial + text).split("\n");
      partial = lines.pop() ?? "";
      for (const line of lines) options.onLine?.(line);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    /** @type {NodeJS.Timeout | undefined} */
    let killer;
    const timer = setTimeout(() => {
      problem = `was stopped after ${options.limitMs / 1_000} s`;
      child.kill("SIGTERM");
      killer = setTimeout(() => {
        child.kill("SIGKILL");
        child.stdout.destroy();
        child.stderr.destroy();
      }, GRACE_MS);
    }, options.limitMs);
    /** @param {number | undefined} code */
    const end = (code) => {
      clearTimeout(timer);
      clearTimeout(killer);
      running.delete(child);
      resolve({ code, output, problem });
    };
    child.on("error", (error) => {
      problem = /** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT" ? "is not there" : error.message;
      end(undefined);
    });
    child.on("close", (code, signal) => {
      if (signal !== null && problem === undefined) problem = `was ended by ${signal}`;
      end(code ?? undefined);
    });
  });
}

/**
 * @param {string} output
 * @param {number} count
 * @returns {string} the last lines that say something, indented
 */
export const lastLines = (output, count = 5) =>
  output
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-count)
    .map((line) => `    ${line.slice(0, 300)}`)
    .join("\n");
