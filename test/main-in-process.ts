import { vi } from "vitest";
import { main } from "../scripts/cli.ts";
import type { CliOptions, CliResult } from "./cli-process.ts";

/**
 * The command line in this process: the same code without the start of a Node, for tables of many small cases. Not for
 * concurrent tests: folder, environment and streams are the process's.
 */
export async function runMain(args: readonly string[], options: Omit<CliOptions, "user"> = {}): Promise<CliResult> {
  const written = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((chunk) => {
      written[name] += chunk.toString();
      return true;
    }),
  );
  const cwd = process.cwd();
  const { k6, tmpDir } = options;
  const env = { NO_COLOR: "1", ...options.env, ...(k6 === undefined ? {} : { FIELDPROOF_K6: k6 }) };
  for (const [name, value] of Object.entries({ ...env, ...(tmpDir === undefined ? {} : { TMPDIR: tmpDir }) }))
    vi.stubEnv(name, value);
  try {
    process.chdir(options.cwd ?? cwd);
    return { code: await main(args), ...written };
  } finally {
    process.chdir(cwd);
    vi.unstubAllEnvs();
    for (const spy of spies) spy.mockRestore();
  }
}

/** What no output of ours may ever hold: a stack trace, or a character that steers a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
export const UNFIT_OUTPUT = /\n\s+at |[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
