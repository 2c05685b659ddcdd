import { join } from "node:path";
import { endedBySignal, projectEnv, runProject } from "./spawn-project.mjs";

/**
 * @typedef {object} GateOptions
 * @property {string} root the checkout
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {import("./set-up.mjs").Tools} tools
 * @property {(line: string) => void} say
 */

/** @type {readonly { name: string, args: (modules: string) => string[] }[]} */
const GATES = [
  { name: "structure checks", args: () => [join("scripts", "check", "all.ts")] },
  {
    name: "biome",
    args: (modules) => [
      join(modules, "@biomejs", "biome", "bin", "biome"),
      "check",
      "--error-on-warnings",
      "--max-diagnostics=100",
    ],
  },
  { name: "tsc", args: (modules) => [join(modules, "typescript", "bin", "tsc"), "-b", ".", join("scripts", "setup")] },
];

/**
 * Runs every gate, also after one has failed: all faults at once. A signal ends it.
 * @param {GateOptions} options
 * @returns {Promise<{ failed: string[], stopped: number | undefined }>} the names of those that failed; the exit code
 * when a signal ended it
 */
export async function runGates({ root, env, tools, say }) {
  /** @type {string[]} */
  const failed = [];
  for (const { name, args } of GATES) {
    const startedMs = Date.now();
    const code = await runProject(tools.node, args("node_modules"), { cwd: root, env: projectEnv(env, root, tools) });
    say(`${name}: ${code === 0 ? "ok" : `FAILED (${code})`}, ${((Date.now() - startedMs) / 1_000).toFixed(1)} s`);
    if (code !== 0) failed.push(name);
    if (endedBySignal(code)) return { failed, stopped: code };
  }
  return { failed, stopped: undefined };
}
