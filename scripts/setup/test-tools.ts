import { appendFileSync, existsSync } from "node:fs";
import { relative } from "node:path";
import { expect } from "vitest";

/** One line of the file that FIELDPROOF_SKIP_NOTES names; `npm test` reads it for its closing lines. */
interface SkipNote {
  readonly tool: string;
  readonly file: string;
  /** What a person may do about it, where set-up cannot. */
  readonly how?: string;
}

type Env = Readonly<Record<string, string | undefined>>;

const noteSkip = (note: SkipNote, notesFile: string | undefined): void => {
  if (notesFile !== undefined) appendFileSync(notesFile, `${JSON.stringify(note)}\n`);
};

/**
 * The path in `env[variable]`, if there is a file. Without one the tests that need it are skipped, and noted by the
 * name of their file.
 *
 * @throws under CI=true, where a missing tool is a failure
 */
export const toolForTests = (tool: string, variable: string, testFile: string, env: Env): string | undefined => {
  const path = env[variable];
  if (path !== undefined && path !== "" && existsSync(path)) return path;
  if (env["CI"] === "true") throw new Error(`${tool} is missing, and CI=true lets no test be skipped for that.`);
  noteSkip({ tool, file: testFile }, env["FIELDPROOF_SKIP_NOTES"]);
  return undefined;
};

const currentFile = (): string => relative(process.cwd(), expect.getState().testPath ?? "a test");

/** k6 for tests that run it: `const k6 = k6ForTests(); test.skipIf(k6 === undefined)("...", ...)`, at the top level. */
export const k6ForTests = (): string | undefined => toolForTests("k6", "FIELDPROOF_K6", currentFile(), process.env);

/** A Chromium for tests that drive one; used as `k6ForTests` is. */
export const chromiumForTests = (): string | undefined =>
  toolForTests("chromium", "FIELDPROOF_CHROMIUM", currentFile(), process.env);

/**
 * Whether tests may mount a small disk of their own. Root can on Linux, and under CI=true must; others skip, noted.
 *
 * @throws under CI=true for a root that cannot
 */
export const mayMountForTests = (canMount: () => boolean): boolean => {
  const root = process.platform === "linux" && process.getuid?.() === 0;
  if (root && canMount()) return true;
  if (root && process.env["CI"] === "true")
    throw new Error("root cannot mount a tmpfs here, and CI=true lets no test be skipped.");
  const how = "To run them: Linux, as root, with the right to mount.";
  noteSkip({ tool: "mount", file: currentFile(), how }, process.env["FIELDPROOF_SKIP_NOTES"]);
  return false;
};
