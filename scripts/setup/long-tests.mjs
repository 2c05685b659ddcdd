import { readdirSync } from "node:fs";
import { join } from "node:path";

/** What `npm test` takes for all tests, the long ones among them. */
const ALL = "--all";

/**
 * Which arguments are vitest's, and whether long tests run: in CI, when all are asked for, or when tests are named.
 * @param {readonly string[]} given
 * @param {boolean} inCi
 */
export const longTests = (given, inCi) => {
  const args = given.filter((one) => one !== ALL);
  return { args, long: inCi || args.length > 0 || args.length < given.length };
};

/**
 * Says that long tests were left out, and how to run them; nothing where there are none.
 * @param {string} root
 * @returns {string[]}
 */
export const leftOutLine = (root) => {
  let names;
  try {
    names = readdirSync(join(root, "test"));
  } catch {
    return [];
  }
  const count = names.filter((name) => name.endsWith(".long.live.test.ts")).length;
  return count === 0
    ? []
    : [`Left out: ${count} file(s) of long live tests; \`npm test -- ${ALL}\` runs them, and so does CI=true.`];
};
