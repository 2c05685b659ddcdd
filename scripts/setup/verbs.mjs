import { asksForHelp, loads } from "./loading-commands.mjs";

/** @typedef {import("./set-up.mjs").Needs} Needs */

/**
 * @typedef {object} Verb
 * @property {string} help one line
 * @property {(args: readonly string[]) => Needs} needs
 * @property {"gates" | "tests" | ((args: readonly string[]) => readonly string[])} run the last: arguments for Node
 */

/** @type {Needs} */
const PACKAGES_ONLY = { k6: "no", chromium: false };

/** @type {Readonly<Record<string, Verb>>} */
export const VERBS = {
  drill: {
    help: "rehearse a drop: the same as `cli run`",
    needs: (args) =>
      asksForHelp(args)
        ? { k6: "glance", chromium: false }
        : { k6: "must", chromium: mayWalk(args) ? "glance" : false },
    run: (args) => ["scripts/cli.ts", "run", ...args],
  },
  cli: {
    help: "any command of the command line: `cli --help` lists them",
    needs: (args) =>
      loads(args)
        ? { k6: "must", chromium: args.includes("run") && mayWalk(args) ? "glance" : false }
        : { k6: "glance", chromium: args.includes("doctor") ? "glance" : false },
    run: (args) => ["scripts/cli.ts", ...args],
  },
  test: {
    help: "all checks and tests; with arguments only vitest, with these",
    needs: () => ({ k6: "may", chromium: true }),
    run: "tests",
  },
  check: { help: "structure checks, biome and the compiler, without tests", needs: () => PACKAGES_ONLY, run: "gates" },
  format: {
    help: "format every file",
    needs: () => PACKAGES_ONLY,
    run: (args) => ["node_modules/@biomejs/biome/bin/biome", "format", "--write", ...args],
  },
  golden: {
    help: "judge the recorded runs anew and keep the outcome; with --record run them anew",
    needs: (args) => (args.includes("--record") ? { k6: "must", chromium: false } : PACKAGES_ONLY),
    run: (args) => ["scripts/update-golden.ts", ...args],
  },
  docs: {
    help: "write the generated documents anew",
    needs: () => PACKAGES_ONLY,
    run: (args) => ["scripts/update-docs.ts", ...args],
  },
  screens: {
    help: "take the pictures of the stack's pages anew, for docs/screens",
    needs: () => ({ k6: "no", chromium: true }),
    run: (args) => ["scripts/update-screens.ts", ...args],
  },
  package: {
    help: "pack the tool for npm as JavaScript: fieldproof-<version>.tgz; `--to FOLDER` puts it elsewhere",
    needs: () => PACKAGES_ONLY,
    run: (args) => ["scripts/pack.ts", ...args],
  },
  "other-desk": {
    help: "the guide's support desk that is not ours: `other-desk --help`",
    needs: () => PACKAGES_ONLY,
    run: (args) => ["examples/other-desk/main.ts", ...args],
  },
  simulate: {
    help: "how often the gate is wrong, on desks whose truth is known: `simulate --help`",
    needs: () => PACKAGES_ONLY,
    run: (args) => ["scripts/simulate-gate.ts", ...args],
  },
  bench: {
    help: "figures of what the stack carries on this machine: `bench --help`",
    needs: (args) => (args.includes("pipeline") ? { k6: "must", chromium: false } : PACKAGES_ONLY),
    run: (args) => ["scripts/bench.ts", ...args],
  },
};

/** A real browser walks beside the load, where there is one. @param {readonly string[]} args */
const mayWalk = (args) => !args.includes("--no-browser");

/** @returns {string} */
export const usage = () =>
  [
    "Usage: node scripts/start.mjs VERB [arguments]",
    "",
    ...Object.entries(VERBS).map(([name, { help }]) => `  ${name.padEnd(10)} ${help}`),
    "",
    "Sets up what is missing first (npm packages, Node 24, k6; for `test` also Chromium), then runs the verb.",
    "K6_BIN names a k6 to use; FIELDPROOF_CHROMIUM a Chromium; FIELDPROOF_K6_RELEASE_BASE a mirror of the k6 release.",
  ].join("\n");
