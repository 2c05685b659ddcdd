import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumProbe, findChromium } from "./find-chromium.mjs";
import { findK6 } from "./find-k6.mjs";
import { placesIn, ROOT } from "./places.mjs";

/**
 * Lets tests see k6 and Chromium when vitest is run by hand; `npm test` has set both already. Installs nothing. Locks
 * of runs go to a folder of the tests' own, never to the user's.
 * @returns {Promise<() => Promise<void>>} takes that folder away
 */
export async function setup() {
  const { env } = process;
  if (!env["FIELDPROOF_K6"]) {
    const k6 = await findK6({ cached: placesIn(ROOT).k6Cache, env });
    if (k6 !== undefined) env["FIELDPROOF_K6"] = k6.path;
  }
  const chromium = await findChromium(env, chromiumProbe(env));
  if (chromium.path !== undefined) env["FIELDPROOF_CHROMIUM"] = chromium.path;
  const state = await mkdtemp(join(tmpdir(), "fieldproof-state-"));
  env["FIELDPROOF_STATE"] = state;
  return () => rm(state, { recursive: true, force: true });
}
