import { globSync } from "node:fs";
import { defineConfig } from "vitest/config";

const NOT_OURS = ["**/node_modules/**", ".cache/**", "runs/**", ".tsc/**"];
/** Tests that run a drill live, after all others and two at a time: beside busier tests the generator is not fit. */
const LIVE = "**/*.live.test.ts";
/** Live tests beyond what four minutes hold: under CI=true, and where they are asked for by name or by --all. */
const LONG = "**/*.long.live.test.ts";
const withLong = process.env["FIELDPROOF_LONG_TESTS"] === "1";
/** Rooms whose tests leave nothing behind in the process: they share one, which saves the start of one for each file. */
const SHARED = [
  "{core,drills,mock-platform,reports,scripts/check}/**/*.test.ts",
  "harness/{evidence,load,plan,stimulus,target}/**/*.test.ts",
];
/** In a process of their own nevertheless: a browser, or msw, which changes what everybody's requests go through. */
const APART = ["**/*.browser.test.ts", "mock-platform/msw.test.ts", "drills/targets/reference/**/*.test.ts"];
const shared = globSync(SHARED, { exclude: [...NOT_OURS, ...APART, LIVE] });

export default defineConfig({
  test: {
    globalSetup: ["scripts/setup/vitest-global-setup.mjs"],
    setupFiles: ["test/each-file.ts"],
    pool: "forks",
    restoreMocks: true,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // A busy machine is late, not wrong: one second, the default, is no proof that something never comes.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "shared",
          include: SHARED,
          exclude: [...NOT_OURS, ...APART, LIVE],
          isolate: false,
          // The same as of the project beside it, as vitest wants it.
          maxWorkers: 4,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "rooms",
          include: ["**/*.test.ts", "**/*.test.mjs"],
          exclude: [...NOT_OURS, LIVE, ...shared],
          // Many of them wait for sockets, browsers and clocks.
          maxWorkers: 4,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "live",
          include: [LIVE],
          exclude: [...NOT_OURS, LONG],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "long",
          include: [LONG],
          exclude: withLong ? NOT_OURS : [...NOT_OURS, LONG],
          // One at a time: most want a machine that is fit to make load, and some keep it busy with other things.
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
