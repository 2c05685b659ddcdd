import { writeFile } from "node:fs/promises";
import { FieldproofError, isFieldproofError, messageOf } from "../core/errors/fieldproof-error.ts";
import { fileReason } from "../core/text/file-reason.ts";
import { readServerFlags, SERVER_HELP, type ServerFlags } from "./server-flags.ts";
import type { RunningStack, StackOptions } from "./stack-options.ts";

/** Starts the stack; `startStack` of server.ts. */
export type StartStack = (options: StackOptions) => Promise<RunningStack>;

/** Wall milliseconds that a clean end may take; then the process ends as it is. What is acknowledged is on disk. */
const LONGEST_CLOSE_MS = 3000;

const writeSecrets = async (path: string, stack: RunningStack): Promise<void> => {
  const { agentBearer, opsBearer, partnerBearer } = stack;
  try {
    await writeFile(path, `${JSON.stringify({ agentBearer, opsBearer, partnerBearer })}\n`, {
      mode: 0o600,
      flag: "wx",
    });
  } catch (error) {
    throw new FieldproofError("FP-FILE-002", { path, reason: fileReason(error) }, { cause: error });
  }
};

/** Resolves when the stack should end: a signal, or the end of the parent. */
const endOfService = (exitWithParent: boolean): Promise<void> =>
  new Promise((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
    if (!exitWithParent) return;
    process.stdin.on("end", () => resolve());
    process.stdin.on("close", () => resolve());
    process.stdin.on("error", () => resolve());
    process.stdin.resume();
  });

const run = async (
  { stack: options, secretsFile, exitWithParent }: ServerFlags,
  startStack: StartStack,
): Promise<void> => {
  const ended = endOfService(exitWithParent);
  const stack = await startStack(options);
  try {
    if (secretsFile !== null) await writeSecrets(secretsFile, stack);
    const { pops, origin, ops, partner, version } = stack;
    const ready = { ready: true, pops, origin, ops, partner, pid: process.pid, version };
    process.stdout.write(`${JSON.stringify(ready)}\n`);
    await ended;
  } finally {
    // biome-ignore lint/nursery/noProcessExit: the last resort of a command that was told to end
    setTimeout(() => process.exit(process.exitCode ?? 0), LONGEST_CLOSE_MS).unref();
    await stack.close();
  }
};

/** The server as a command: one JSON line on standard output when ready, a coded error on standard error. */
export const serveFromCommandLine = async (argv: readonly string[], startStack: StartStack): Promise<void> => {
  try {
    const flags = readServerFlags(argv);
    if (flags.help) process.stdout.write(SERVER_HELP);
    else await run(flags, startStack);
  } catch (error) {
    const known = isFieldproofError(error)
      ? error
      : new FieldproofError("FP-INTERNAL-001", { reason: messageOf(error) });
    process.stderr.write(`${known.message} [${known.code}]\n${known.hint}\n`);
    process.exitCode = known.exitCode;
  }
  process.stdin.destroy();
};
