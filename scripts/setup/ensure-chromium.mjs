import { chromiumCommand, findChromium, isDebianLike } from "./find-chromium.mjs";
import { lastLines, runCommand } from "./run-command.mjs";

const UPDATE_LIMIT_MS = 3 * 60_000;
const INSTALL_LIMIT_MS = 10 * 60_000;

/**
 * @typedef {object} EnsureChromiumOptions
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {string} log
 * @property {import("./find-chromium.mjs").ChromiumProbe} probe
 * @property {Pick<import("./progress.mjs").Step, "update" | "note">} step
 * @property {typeof runCommand} [run]
 */

/** @typedef {{ path: string } | { path: undefined, reason: string, command: string }} Chromium */

/**
 * A Chromium for the browser tests: one on the machine, else by apt-get for root on Debian or Ubuntu, else the
 * command that the user may run. Never throws: only some tests need it.
 * @param {EnsureChromiumOptions} options
 * @returns {Promise<Chromium>}
 */
export async function ensureChromium({ env, log, probe, step, run = runCommand }) {
  const found = await findChromium(env, probe);
  if (found.path !== undefined) return found;
  const command = chromiumCommand(probe);
  const aptGet = probe.isRoot && isDebianLike(probe.osRelease) ? probe.onPath("apt-get") : undefined;
  const wished = env["FIELDPROOF_CHROMIUM"] || env["CHROMIUM_BIN"];
  if (aptGet === undefined || wished) return { path: undefined, reason: found.reason, command };

  step.update("apt-get update");
  const quiet = { env: { ...env, DEBIAN_FRONTEND: "noninteractive" }, log };
  // A list that could not be renewed may still be good enough to install from.
  await run(aptGet, ["update"], { ...quiet, limitMs: UPDATE_LIMIT_MS });
  step.update("apt-get install chromium");
  const install = await run(aptGet, ["install", "-y", "--no-install-recommends", "chromium"], {
    ...quiet,
    limitMs: INSTALL_LIMIT_MS,
  });
  const after = await findChromium(env, probe);
  if (after.path !== undefined) return after;
  const why = install.problem ?? (install.code === 0 ? "brought none that starts" : `ended with ${install.code}`);
  const said = install.code === 0 ? "" : `: ${lastLines(install.output, 1).trim()}`;
  return { path: undefined, reason: `no Chromium was found, and apt-get ${why}${said}`, command };
}
