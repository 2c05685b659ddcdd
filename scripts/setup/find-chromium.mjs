import { readFileSync } from "node:fs";
import { isExecutable, onPath } from "./on-path.mjs";
import { runCommand } from "./run-command.mjs";

/** @typedef {Readonly<Record<string, string | undefined>>} Env */

/**
 * @typedef {object} ChromiumProbe what of the machine decides
 * @property {string} platform as `process.platform`
 * @property {boolean} isRoot
 * @property {string} osRelease the text of /etc/os-release, or ""
 * @property {(file: string) => boolean} isThere
 * @property {(name: string) => string | undefined} onPath
 * @property {(file: string) => Promise<boolean>} starts whether it runs at all; Ubuntu's may be an empty shell
 */

/** @typedef {{ path: string } | { path: undefined, reason: string }} ChromiumSearch */

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * @param {string} platform
 * @param {Env} env
 * @returns {string[]}
 */
function usualPlaces(platform, env) {
  if (platform === "darwin") {
    const apps = ["Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome"];
    return apps.map((app) => `/Applications/${app}`);
  }
  if (platform !== "win32") return [];
  const folders = [env["PROGRAMFILES"], env["PROGRAMFILES(X86)"], env["LOCALAPPDATA"]];
  return folders.flatMap((folder) =>
    folder === undefined ? [] : [`${folder}\\Google\\Chrome\\Application\\chrome.exe`],
  );
}

/**
 * @param {Env} env
 * @returns {ChromiumProbe}
 */
export function chromiumProbe(env) {
  let osRelease = "";
  try {
    osRelease = readFileSync("/etc/os-release", "utf8");
  } catch {
    // Only Linux has one.
  }
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    osRelease,
    isThere: isExecutable,
    onPath: (name) => onPath(name, env),
    starts: async (file) => {
      // On Windows a browser that is asked for its version opens a window instead.
      if (process.platform === "win32") return true;
      return (await runCommand(file, ["--version"], { env, limitMs: 20_000 })).code === 0;
    },
  };
}

/**
 * A Chromium or Chrome that is on the machine. Installs nothing.
 * @param {Env} env FIELDPROOF_CHROMIUM or CHROMIUM_BIN name one
 * @param {ChromiumProbe} probe
 * @returns {Promise<ChromiumSearch>}
 */
export async function findChromium(env, probe) {
  for (const name of ["FIELDPROOF_CHROMIUM", "CHROMIUM_BIN"]) {
    const wished = env[name];
    if (wished === undefined || wished === "") continue;
    if (probe.isThere(wished)) return { path: wished };
    return { path: undefined, reason: `${name} is ${wished}, which is not there or may not be run` };
  }
  const places = usualPlaces(probe.platform, env).filter(probe.isThere);
  const named = NAMES.map(probe.onPath).filter((file) => file !== undefined);
  for (const file of [...named, ...places]) {
    if (await probe.starts(file)) return { path: file };
  }
  return { path: undefined, reason: "no Chromium or Chrome was found" };
}

/**
 * @param {ChromiumProbe} probe
 * @returns {string} the command that gets one on this machine
 */
export function chromiumCommand({ platform, isRoot, osRelease }) {
  const sudo = isRoot ? "" : "sudo ";
  if (platform === "darwin") return "brew install --cask chromium";
  if (platform === "win32") return "winget install Google.Chrome";
  if (isUbuntu(osRelease)) return `${sudo}snap install chromium`;
  if (isDebianLike(osRelease)) return `${sudo}apt-get install -y chromium`;
  if (/^ID(_LIKE)?=.*(fedora|rhel)/m.test(osRelease)) return `${sudo}dnf install chromium`;
  if (/^ID(_LIKE)?=.*alpine/m.test(osRelease)) return `${sudo}apk add chromium`;
  return "install Chromium with the system's package manager, or name one with FIELDPROOF_CHROMIUM=/path/to/chromium";
}

/** @param {string} osRelease */
export const isDebianLike = (osRelease) => /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(osRelease);

/** @param {string} osRelease */
const isUbuntu = (osRelease) => /^ID="?ubuntu/m.test(osRelease);
