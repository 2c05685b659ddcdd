import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { onPath } from "./on-path.mjs";
import { lastLines, runCommand } from "./run-command.mjs";
import { SetupError } from "./setup-error.mjs";

const LIMIT_MS = 10 * 60_000;

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockEntry */

/**
 * @param {string} file
 * @returns {Record<string, LockEntry> | undefined}
 */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/**
 * Whether `node_modules` holds what the lockfile names. npm writes its own list of what it installed as its last act,
 * so an installation that broke off has none. Optional packages may be absent: those of other platforms are.
 * @param {string} root the checkout
 * @returns {boolean}
 */
export function packagesAreInstalled(root) {
  const wanted = packagesOf(join(root, "package-lock.json"));
  const present = packagesOf(join(root, "node_modules", ".package-lock.json"));
  if (wanted === undefined || present === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const found = present[path];
    if (found === undefined) return entry.optional === true;
    return found.version === entry.version && (entry.integrity === undefined || found.integrity === entry.integrity);
  });
}

/**
 * npm as a script for this Node where it can be found (no shell, no .cmd file), else as a command.
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {string} execPath the running Node
 * @returns {{ command: string, args: string[] } | undefined}
 */
export function findNpm(env, execPath = process.execPath) {
  const nodeFolder = dirname(execPath);
  const scripts = [
    env["npm_execpath"] ?? "",
    join(nodeFolder, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    join(nodeFolder, "node_modules", "npm", "bin", "npm-cli.js"),
  ];
  const script = scripts.find((file) => /npm-cli\.js$/.test(file) && existsSync(file));
  if (script !== undefined) return { command: execPath, args: [script] };
  const command = onPath("npm", env);
  return command === undefined ? undefined : { command, args: [] };
}

/** @param {string} output of npm */
const hintFor = (output) =>
  /code EUSAGE/.test(output)
    ? "package-lock.json lacks what npm needs; take it from a clean checkout, or have npm write it anew."
    : "Is the npm registry in reach, and is there room on the disk?";

/**
 * Installs exactly what the lockfile names. No package's install script is run; none is needed.
 * @param {{ root: string, log: string, env: Readonly<Record<string, string | undefined>>, limitMs?: number }} options
 * @returns {Promise<void>}
 * @throws {SetupError} with npm's own last lines
 */
export async function installPackages({ root, log, env, limitMs = LIMIT_MS }) {
  const npm = findNpm(env);
  if (npm === undefined) {
    throw new SetupError("npm was not found. Install Node 20.9 or newer with npm, then try again.");
  }
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--include=dev", "--include=optional"];
  const outcome = await runCommand(npm.command, [...npm.args, "ci", ...flags], { cwd: root, env, log, limitMs });
  if (outcome.code === 0) return;
  const said = outcome.output
    .split("\n")
    .filter((line) => /^npm (error|ERR!)/.test(line) && !/A complete log|^npm (error|ERR!)\s*$/.test(line));
  throw new SetupError(
    [
      `The npm packages could not be installed: \`npm ci\` ${outcome.problem ?? `ended with ${outcome.code}`}.`,
      said.length > 0 ? lastLines(said.slice(0, 6).join("\n"), 6) : lastLines(outcome.output),
      `  Everything npm said is in ${log}. ${hintFor(outcome.output)}`,
    ].join("\n"),
  );
}
