import { chromiumProbe, findChromium } from "./find-chromium.mjs";
import { findK6 } from "./find-k6.mjs";
import { placesIn, ROOT } from "./places.mjs";

/**
 * Lets tests see k6 and Chromium when vitest is run by hand; `npm test` has set both already. Installs nothing.
 * @returns {Promise<void>}
 */
export async function setup() {
  const { env } = process;
  if (!env["FIELDPROOF_K6"]) {
    const k6 = await findK6({ cached: placesIn(ROOT).k6Cache, env });
    if (k6 !== undefined) env["FIELDPROOF_K6"] = k6.path;
  }
  const chromium = await findChromium(env, chromiumProbe(env));
  if (chromium.path !== undefined) env["FIELDPROOF_CHROMIUM"] = chromium.path;
}
