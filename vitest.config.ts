import { defineConfig } from "vitest/config";

const NOT_OURS = ["**/node_modules/**", ".cache/**", "runs/**", ".tsc/**"];
/** Tests that run a drill live, after all others and two at a time: beside busier tests the generator is not fit. */
const LIVE = "**/*.live.test.ts";
/** Live tests beyond what four minutes hold: under CI=true, and where they are asked for by name or by --all. */
const LONG = "**/*.long.live.test.ts";
const withLong = process.env["FIELDPROOF_LONG_TESTS"] === "1";
/** Neutral code without state or ports: its tests may share a process, which saves the start of one for each file. */
const NEUTRAL = "core/**/*.test.ts";

export default defineConfig({
  test: {
    globalSetup: ["scripts/setup/vitest-global-setup.mjs"],
    pool: "forks",
    restoreMocks: true,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: "core",
          include: [NEUTRAL],
          exclude: NOT_OURS,
          isolate: false,
          // The same as of the project beside it, as vitest wants it.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "rooms",
          include: ["**/*.test.ts", "**/*.test.mjs"],
          exclude: [...NOT_OURS, LIVE, NEUTRAL],
          // Many of them wait for sockets, browsers and clocks.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "live",
          include: [LIVE],
          exclude: withLong ? NOT_OURS : [...NOT_OURS, LONG],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
