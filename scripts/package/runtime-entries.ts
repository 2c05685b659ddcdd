import { globSync } from "node:fs";

/** Modules that a process, a thread, k6 or a browser starts with: what they import, and nothing else, is packed. */
const ENTRIES: readonly string[] = [
  "scripts/cli.ts",
  "mock-platform/server.ts",
  "mock-platform/event-log/sqlite-worker.ts",
  "reports/evidence/{proving,digest}-worker.ts",
  "harness/watchdog/watchdog-command.ts",
  "harness/proxy/proxy-command.ts",
  "drills/k6/browser/browser-walk.ts",
  "drills/*/scenario.ts",
  "drills/k6/*/*-scenario.ts",
  "mock-platform/web/browser/{stream,desk,transcript}/{stream,desk,transcript}.ts",
  "scripts/selftest/interrupt/request-log.ts",
  "test/example-drills/example-process.ts",
];

/** Paths below `root`, in one order on every machine. */
export const runtimeEntries = (root: string): string[] =>
  globSync([...ENTRIES], { cwd: root })
    .map((path) => path.replaceAll("\\", "/"))
    .sort();
