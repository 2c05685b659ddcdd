/**
 * Starts the installed command line: sees to k6 where a command loads, then hands over in the same process. k6 is kept in
 * the user's cache, so that a new version of this package, or another project, need not build it again.
 */
import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { main } from "../scripts/cli.js";
import { ensureK6 } from "../scripts/setup/ensure-k6.mjs";
import { chromiumProbe, findChromium } from "../scripts/setup/find-chromium.mjs";
import { findK6 } from "../scripts/setup/find-k6.mjs";
import { loads } from "../scripts/setup/loading-commands.mjs";
import { placesIn } from "../scripts/setup/places.mjs";
import { makeProgress } from "../scripts/setup/progress.mjs";
import { stopRunningCommands } from "../scripts/setup/run-command.mjs";
import { SetupError } from "../scripts/setup/setup-error.mjs";
import { takeSetupLock } from "../scripts/setup/setup-lock.mjs";

const args = process.argv.slice(2);
const { env } = process;

/** The user's cache folder, by the custom of the system. */
function cacheFolder() {
  const wished =
    env.FIELDPROOF_CACHE || (env.XDG_CACHE_HOME?.startsWith("/") ? join(env.XDG_CACHE_HOME, "fieldproof") : "");
  if (wished !== "") return wished;
  if (process.platform === "win32") return join(env.LOCALAPPDATA ?? homedir(), "fieldproof");
  return join(homedir(), ...(process.platform === "darwin" ? ["Library", "Caches"] : [".cache"]), "fieldproof");
}

const places = { ...placesIn(cacheFolder()), k6Module: fileURLToPath(new URL("../scripts/setup/k6", import.meta.url)) };
places.k6Cache = join(places.root, "k6", ...places.k6Cache.split(/[\\/]/).slice(-2));
places.log = join(places.root, "setup.log");
places.lock = join(places.root, "setup.lock");

/** @param {NodeJS.Signals} signal */
function giveUp(signal) {
  stopRunningCommands();
  process.stderr.write("\nSet-up of k6 stopped. Run the same command again to go on.\n");
  process.exit(signal === "SIGINT" ? 130 : 143);
}

/** Downloads or builds k6, once for this user. */
async function getK6() {
  process.on("SIGINT", giveUp);
  process.on("SIGTERM", giveUp);
  mkdirSync(dirname(places.log), { recursive: true });
  const release = await takeSetupLock(places.lock, {
    onWait: (pid) => void process.stderr.write(`Another set-up (process ${pid}) gets k6; waiting for it.\n`),
  });
  process.stderr.write("Getting k6, the load engine. This happens once.\n");
  const progress = makeProgress(process.stderr);
  const step = progress.step("k6");
  try {
    const found = await ensureK6({ places, env, step });
    step.end(`${found.version} from ${found.source}`);
    return found.path;
  } finally {
    progress.close();
    release();
    process.off("SIGINT", giveUp);
    process.off("SIGTERM", giveUp);
  }
}

/** One that was named is the command line's to judge. Other commands look for what is there, as doctor does. */
async function seeToK6() {
  if (env.FIELDPROOF_K6 || env.K6_BIN) return;
  if (!loads(args) && !args.includes("doctor")) return;
  const found = await findK6({ cached: places.k6Cache, env });
  const path = found?.path ?? (loads(args) ? await getK6() : undefined);
  if (path !== undefined) env.FIELDPROOF_K6 = path;
}

/** A real browser walks beside the load, where there is one. */
async function seeToChromium() {
  if (!loads(args) && !args.includes("doctor")) return;
  const { path } = await findChromium(env, chromiumProbe(env));
  if (path !== undefined) env.FIELDPROOF_CHROMIUM = path;
}

try {
  await seeToK6();
  await seeToChromium();
  process.exitCode = await main(args);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
