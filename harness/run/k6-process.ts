import { closeSync, openSync } from "node:fs";
import { totalmem } from "node:os";
import { type Child, type Exit, startChild } from "./child.ts";
import { minimalEnv } from "./stack-process.ts";

export interface K6Options {
  readonly k6Path: string;
  readonly bundleFile: string;
  readonly consoleFile: string;
  readonly stderrFile: string;
  /** Paths of the input files; none of them is secret itself. */
  readonly variables: Readonly<Record<string, string>>;
  /** k6 keeps its settings here instead of in the user's home. */
  readonly homeDir: string;
}

/** Of every k6: it calls nobody, fetches nothing, decides nothing, and writes the script's lines as they are. */
export const K6_FLAGS: readonly string[] = [
  "run",
  "--quiet",
  "--no-color",
  "--no-thresholds",
  "--summary-mode=disabled",
  "--include-system-env-vars=false",
  "--log-format=raw",
];
export const K6_ENV = { K6_NO_USAGE_REPORT: "true", K6_AUTO_EXTENSION_RESOLUTION: "false" } as const;

/**
 * Starts k6 on a bundled scenario: no usage report, no download of extensions, no user environment, no thresholds
 * and no summary, since k6 only makes load and records; it never decides.
 */
export function startK6(options: K6Options): Child {
  const stderr = openSync(options.stderrFile, "a");
  const child = startChild(
    options.k6Path,
    [
      ...K6_FLAGS,
      `--console-output=${options.consoleFile}`,
      ...Object.entries(options.variables).flatMap(([name, value]) => ["-e", `${name}=${value}`]),
      options.bundleFile,
    ],
    {
      env: {
        ...minimalEnv(),
        HOME: options.homeDir,
        ...K6_ENV,
        // Thousands of VUs make a large, mostly idle heap: collect it seldom, but stay below half of the memory.
        GOGC: "400",
        GOMEMLIMIT: `${Math.floor(totalmem() / 2e6)}MiB`,
      },
      stdio: ["ignore", stderr, stderr],
    },
  );
  closeSync(stderr);
  return child;
}

/** In words what an exit of k6 means; null for a run to its end (its codes are in errext/exitcodes of grafana/k6). */
export function k6Ending(exit: Exit): string | null {
  if (exit.code === 0) return null;
  if (exit.signal !== null) return `killed by ${exit.signal}`;
  if (exit.code === null) return "it could not be started";
  const known: Readonly<Record<number, string>> = {
    100: "setup took too long",
    104: "it refused its options",
    105: "it was interrupted",
    107: "the scenario threw before the load began",
    108: "the scenario aborted itself",
    109: "it crashed",
  };
  return `${known[exit.code] ?? "it failed"} (exit ${exit.code})`;
}
