import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts", "**/*.test.mjs"],
    exclude: ["**/node_modules/**", ".cache/**", "runs/**", ".tsc/**"],
    globalSetup: ["scripts/setup/vitest-global-setup.mjs"],
    pool: "forks",
    maxWorkers: 2,
    restoreMocks: true,
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
