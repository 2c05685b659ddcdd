import { checkK6 } from "./k6-binary.mjs";
import { isExecutable, onPath } from "./on-path.mjs";
import { SetupError } from "./setup-error.mjs";

/** @typedef {Readonly<Record<string, string | undefined>>} Env */

/** @typedef {{ path: string, version: string, source: string }} FoundK6 */

/**
 * The k6 that is on the machine: `K6_BIN`, then PATH, then the project's cache. Fetches and builds nothing.
 * @param {{ cached: string, env: Env, note?: (text: string) => void }} options
 * @returns {Promise<FoundK6 | undefined>}
 * @throws {SetupError} when `K6_BIN` names something that will not do: a wish that is spoken out is not passed over
 */
export async function findK6({ cached, env, note = () => {} }) {
  const wished = env["K6_BIN"];
  if (wished !== undefined && wished !== "") {
    const check = isExecutable(wished) ? await checkK6(wished, env) : undefined;
    if (check?.fits === true) return { path: wished, version: check.version, source: "K6_BIN" };
    const reason = check === undefined ? "is not there, or may not be run" : check.reason;
    throw new SetupError(
      `K6_BIN is ${wished}, which ${reason}.\n  Unset K6_BIN to use the project's own k6, or point it at one that fits.`,
    );
  }
  const there = onPath("k6", env);
  if (there !== undefined) {
    const check = await checkK6(there, env);
    if (check.fits) return { path: there, version: check.version, source: "PATH" };
    note(`${there} ${check.reason}; not used`);
  }
  if (isExecutable(cached)) {
    const check = await checkK6(cached, env);
    if (check.fits) return { path: cached, version: check.version, source: "cache" };
    note(`${cached} ${check.reason}; not used`);
  }
  return undefined;
}
