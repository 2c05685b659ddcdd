import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { FieldproofError, isFieldproofError, messageOf } from "../core/errors/fieldproof-error.ts";
import { readServerFlags, SERVER_HELP, type ServerFlags } from "./server-flags.ts";
import { type RunningStack, startStack } from "./start-stack.ts";

export { type RunningStack, type StackOptions, startStack } from "./start-stack.ts";

/** Wall milliseconds that a clean end may take; then the process ends as it is. What is acknowledged is on disk. */
const LONGEST_CLOSE_MS = 3000;

const writeSecrets = async (path: string, stack: RunningStack): Promise<void> => {
  const { agentBearer, opsBearer } = stack;
  try {
    await writeFile(path, `${JSON.stringify({ agentBearer, opsBearer })}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    throw new FieldproofError("FP-FILE-002", { path, reason: messageOf(error) }, { cause: error });
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

const run = async ({ stack: options, secretsFile, exitWithParent }: ServerFlags): Promise<void> => {
  const ended = endOfService(exitWithParent);
  const stack = await startStack(options);
  try {
    if (secretsFile !== null) await writeSecrets(secretsFile, stack);
    const { pops, origin, ops, version } = stack;
    process.stdout.write(`${JSON.stringify({ ready: true, pops, origin, ops, pid: process.pid, version })}\n`);
    await ended;
  } finally {
    setTimeout(() => process.exit(process.exitCode ?? 0), LONGEST_CLOSE_MS).unref();
    await stack.close();
  }
};

const main = async (argv: readonly string[]): Promise<void> => {
  try {
    const flags = readServerFlags(argv);
    if (flags.help) process.stdout.write(SERVER_HELP);
    else await run(flags);
  } catch (error) {
    const known = isFieldproofError(error)
      ? error
      : new FieldproofError("FP-INTERNAL-001", { reason: messageOf(error) });
    process.stderr.write(`${known.message} [${known.code}]\n${known.hint}\n`);
    process.exitCode = known.exitCode;
  }
};

const started = process.argv[1];
if (started !== undefined && import.meta.url === pathToFileURL(started).href) {
  await main(process.argv.slice(2));
  process.stdin.destroy();
}
