import { type ChildProcess, spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../scripts/cli.ts", import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCli {
  readonly process: ChildProcess;
  readonly done: Promise<CliResult>;
  /** Resolves once standard output holds `text`. @throws Error when it ends without. */
  said(text: string): Promise<void>;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly k6?: string;
  readonly tmpDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Numeric user and group to run as; needs root. */
  readonly user?: number;
  /** For the walk of a real browser; without one there is none. */
  readonly chromium?: string;
}

/** Starts the real command line as a user's shell would. */
export function startCli(args: readonly string[], options: CliOptions = {}): RunningCli {
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: "1" };
  // A browser beside each run of a test would only cost time.
  delete env["FIELDPROOF_CHROMIUM"];
  Object.assign(env, options.env);
  if (options.chromium !== undefined) env["FIELDPROOF_CHROMIUM"] = options.chromium;
  if (options.tmpDir !== undefined) env["TMPDIR"] = options.tmpDir;
  if (options.k6 !== undefined) env["FIELDPROOF_K6"] = options.k6;
  const identity = options.user === undefined ? {} : { uid: options.user, gid: options.user };
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: options.cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    ...identity,
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const done = new Promise<CliResult>((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
  const said = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (stdout.includes(text)) resolve();
      };
      child.stdout.on("data", look);
      child.once("close", () => reject(new Error(`it ended without saying ${text}: ${stderr}`)));
      look();
    });
  return { process: child, done, said };
}

export const runCli = (args: readonly string[], options?: CliOptions): Promise<CliResult> =>
  startCli(args, options).done;

/** Beside the folders stands their history. */
const runFolders = async (runsDir: string): Promise<string[]> =>
  (await readdir(runsDir, { withFileTypes: true })).filter((one) => one.isDirectory()).map(({ name }) => name);

/** The one run folder below `runsDir`. */
export async function onlyRun(runsDir: string): Promise<string> {
  const [name] = await runFolders(runsDir);
  if (name === undefined) throw new Error("no run folder was made");
  return join(runsDir, name);
}

/** Waits until the journal of the run holds an entry of `kind` that `fits`, and returns its data. */
export async function journalEntry(
  runsDir: string,
  kind: string,
  fits: (data: Record<string, unknown>) => boolean = () => true,
): Promise<Record<string, unknown>> {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    const names = await runFolders(runsDir).catch(() => []);
    const text =
      names[0] === undefined
        ? ""
        : await readFile(join(runsDir, names[0], "nano-drop", "1", "journal.ndjson"), "utf8").catch(() => "");
    for (const line of text.split("\n").slice(0, -1)) {
      const entry: { kind: string; data: Record<string, unknown> } = JSON.parse(line);
      if (entry.kind === kind && fits(entry.data)) return entry.data;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the journal never said ${kind}`);
}
