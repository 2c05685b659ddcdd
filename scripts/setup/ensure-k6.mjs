import { findK6 } from "./find-k6.mjs";
import { buildK6 } from "./k6-go-build.mjs";
import { fetchK6Release } from "./k6-release.mjs";
import { onPath } from "./on-path.mjs";
import { SetupError } from "./setup-error.mjs";
import { K6_RANGE, K6_VERSION } from "./versions.mjs";

/** @typedef {import("./find-k6.mjs").FoundK6} FoundK6 */

/**
 * @typedef {object} EnsureK6Options
 * @property {import("./places.mjs").Places} places
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {import("./progress.mjs").Step} step
 * @property {Partial<import("./k6-release.mjs").ReleaseOptions>} [release]
 */

/**
 * A k6 that fits: the machine's, else the official release, else a build from the pinned Go module.
 * @param {EnsureK6Options} options
 * @returns {Promise<FoundK6>}
 * @throws {SetupError} that says all that was tried and what to do
 */
export async function ensureK6({ places, env, step, release = {} }) {
  /** @type {string[]} */
  const tried = [];
  /** @param {string} text */
  const note = (text) => {
    tried.push(text);
    step.note(text);
  };
  const target = places.k6Cache;
  /** @param {string} source @returns {FoundK6} */
  const fetched = (source) => ({ path: target, version: K6_VERSION, source });
  const found = await findK6({ cached: target, env, note });
  if (found !== undefined) return found;

  step.update(`looking for the k6 ${K6_VERSION} release`);
  const common = { target, env, log: places.log, update: step.update };
  const download = await fetchK6Release({ ...common, ...release });
  if (download.ok) return fetched("release");
  note(`release: ${download.reason}`);

  if (onPath("go", env) !== undefined) {
    step.update("building with Go");
    step.note("building it from its source with Go instead; two or three minutes on two cores");
  }
  const build = await buildK6({ ...common, module: places.k6Module });
  if (build.ok) return fetched("Go build");
  tried.push(`Go build: ${build.reason}`);
  throw new SetupError(
    [
      `No k6 ${K6_RANGE} was found, and none could be had:`,
      ...tried.map((line) => `  - ${line}`),
      "  Do one of these, then run the command again:",
      "  - install k6 2.2 or newer (below 3) and put it on PATH, or name it with K6_BIN=/path/to/k6;",
      "  - install Go 1.25 or newer, with a Go module proxy in reach;",
      "  - set FIELDPROOF_K6_RELEASE_BASE to a mirror's folder that holds the release archive.",
    ].join("\n"),
  );
}
