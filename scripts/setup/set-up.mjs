import { appendFileSync, mkdirSync, rmSync, statSync } from "node:fs";
import { ensureChromium } from "./ensure-chromium.mjs";
import { ensureK6 } from "./ensure-k6.mjs";
import { chromiumProbe, findChromium } from "./find-chromium.mjs";
import { findK6 } from "./find-k6.mjs";
import { stampedK6, stampK6 } from "./k6-stamp.mjs";
import { installPackages, packagesAreInstalled } from "./npm-packages.mjs";
import { makeProgress } from "./progress.mjs";
import { nodeProbe, projectNode } from "./project-node.mjs";
import { messageOf, SetupError } from "./setup-error.mjs";
import { takeSetupLock } from "./setup-lock.mjs";

/**
 * @typedef {object} Needs
 * @property {"must" | "may" | "glance" | "no"} k6 must: a fault without; may: got if possible; glance: only looked for
 * @property {boolean | "glance"} chromium true: got if possible; glance: only looked for
 */

/**
 * @typedef {object} Tools
 * @property {string} node
 * @property {string | undefined} k6
 * @property {string | undefined} chromium
 * @property {readonly MissingTool[]} missing
 */

/** @typedef {{ tool: string, reason: string, command: string }} MissingTool */

/**
 * @typedef {object} SetUpOptions
 * @property {import("./places.mjs").Places} places
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {Needs} needs
 * @property {NodeJS.WriteStream} out
 */

const LARGE_LOG_BYTES = 2_000_000;
const K6_COMMAND = "install k6 2.2 or newer (below 3) and put it on PATH, or Go 1.25 or newer to have it built";

/**
 * @param {SetUpOptions} options
 * @returns {Promise<string | undefined>}
 */
async function glanceAtK6({ places, env, needs }) {
  if (needs.k6 === "no") return undefined;
  const stamped = stampedK6(places, env);
  if (stamped !== undefined || needs.k6 !== "glance") return stamped;
  try {
    return (await findK6({ cached: places.k6Cache, env }))?.path;
  } catch {
    // A command that may do without k6 says so itself when it turns out to need one.
    return undefined;
  }
}

/** @param {string} log is added to; begun anew when it has grown large */
function openLog(log) {
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LARGE_LOG_BYTES) rmSync(log);
  appendFileSync(log, `== set-up of ${new Date().toISOString()}\n`);
}

/**
 * Does what is missing, side by side, under the set-up lock.
 * @param {SetUpOptions} options
 * @returns {Promise<{ k6: string | undefined, chromium: string | undefined, missing: MissingTool[] }>}
 */
async function catchUp({ places, env, needs, out }) {
  const release = await takeSetupLock(places.lock, {
    onWait: (pid) => out.write(`Another set-up (process ${pid}) is at work here; waiting for it.\n`),
  });
  const progress = makeProgress(out);
  /** @type {MissingTool[]} */
  const missing = [];
  const { log } = places;
  const wantsK6 = needs.k6 === "must" || needs.k6 === "may";
  try {
    mkdirSync(places.cache, { recursive: true });
    openLog(log);
    /**
     * @template T
     * @param {string} name
     * @param {(step: import("./progress.mjs").Step) => Promise<{ value: T, said: string }>} work
     */
    const during = async (name, work) => {
      const step = progress.step(name);
      try {
        const { value, said } = await work(step);
        step.end(said);
        return value;
      } catch (error) {
        step.end("not to be had");
        throw error;
      }
    };
    const packages = async () => {
      if (packagesAreInstalled(places.root)) return;
      await during("npm packages", async (step) => {
        step.update("installing");
        await installPackages({ root: places.root, log, env });
        return { value: undefined, said: "ready" };
      });
    };
    const k6 = async () => {
      const known = stampedK6(places, env);
      if (!wantsK6 || known !== undefined) return known;
      return await during("k6", async (step) => {
        const found = await ensureK6({ places, env, step });
        stampK6(places, env, found.path);
        return { value: found.path, said: `${found.version} from ${found.source}` };
      });
    };
    const chromium = async () => {
      if (!needs.chromium) return undefined;
      const probe = chromiumProbe(env);
      if (needs.chromium === "glance") return (await findChromium(env, probe)).path;
      return await during("Chromium", async (step) => {
        const found = await ensureChromium({ env, log, probe, step });
        if (found.path !== undefined) return { value: found.path, said: found.path };
        missing.push({ tool: "chromium", reason: found.reason, command: found.command });
        return { value: undefined, said: found.reason };
      });
    };
    const [packagesEnd, k6End, chromiumEnd] = await Promise.allSettled([packages(), k6(), chromium()]);
    const faults = [packagesEnd, ...(needs.k6 === "must" ? [k6End] : [])]
      .filter((end) => end.status === "rejected")
      .map((end) => messageOf(end.reason));
    if (faults.length > 0) throw new SetupError(faults.join("\n\n"));
    if (k6End.status === "rejected") missing.push({ tool: "k6", reason: messageOf(k6End.reason), command: K6_COMMAND });
    return {
      k6: k6End.status === "fulfilled" ? k6End.value : undefined,
      chromium: chromiumEnd.status === "fulfilled" ? chromiumEnd.value : undefined,
      missing,
    };
  } finally {
    progress.close();
    release();
  }
}

/**
 * Makes the checkout ready for a command. Where nothing is missing it says nothing and takes no lock.
 * @param {SetUpOptions} options
 * @returns {Promise<Tools>}
 * @throws {SetupError} when the command cannot run without what is missing
 */
export async function setUp(options) {
  const { places, env, needs, out } = options;
  const installed = packagesAreInstalled(places.root);
  const k6 = await glanceAtK6(options);
  const search = needs.chromium ? await findChromium(env, chromiumProbe(env)) : undefined;
  const k6Done = needs.k6 === "no" || needs.k6 === "glance" || k6 !== undefined;
  const chromiumDone = needs.chromium !== true || search?.path !== undefined;
  if (installed && k6Done && chromiumDone) {
    return { node: await projectNode(places.root, nodeProbe(env)), k6, chromium: search?.path, missing: [] };
  }
  out.write("Setting up. This happens once; npm packages and k6 are fetched or built side by side.\n");
  const got = await catchUp(options);
  const node = await projectNode(places.root, nodeProbe(env));
  return { ...got, node, k6: got.k6 ?? k6 };
}
