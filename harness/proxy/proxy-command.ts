import { writeFile } from "node:fs/promises";
import { FieldproofError, isFieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { startControlServer } from "./control-server.ts";
import { startFaultProxy } from "./fault-proxy.ts";
import { PROXY_HELP, type ProxyFlags, readProxyFlags } from "./proxy-flags.ts";
import { authorityOf } from "./upstream.ts";

/** Resolves when the proxy should end: a signal, or the end of the parent, which shows as the end of our input. */
const endOfService = (): Promise<void> =>
  new Promise((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
    process.stdin.on("end", () => resolve());
    process.stdin.on("close", () => resolve());
    process.stdin.on("error", () => resolve());
    process.stdin.resume();
  });

const writeBearer = async (path: string, bearer: string): Promise<void> => {
  try {
    await writeFile(path, `${JSON.stringify({ bearer })}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    throw new FieldproofError("FP-FILE-002", { path, reason: fileReason(error) }, { cause: error });
  }
};

const run = async (flags: ProxyFlags): Promise<void> => {
  const ended = endOfService();
  const proxy = await startFaultProxy(flags.proxy);
  try {
    const control = await startControlServer(proxy, flags.controlPort);
    try {
      await writeBearer(flags.secretsFile, control.bearer);
      const said = { ready: true, proxy: authorityOf(proxy.address), control: control.url, pid: process.pid };
      process.stdout.write(`${JSON.stringify(said)}\n`);
      await ended;
    } finally {
      await control.stop();
    }
  } finally {
    await proxy.stop();
  }
};

try {
  const flags = readProxyFlags(process.argv.slice(2));
  if (flags === null) process.stdout.write(PROXY_HELP);
  else await run(flags);
} catch (error) {
  const known = isFieldproofError(error) ? error : new FieldproofError("FP-INTERNAL-001", { reason: messageOf(error) });
  process.stderr.write(`${known.message} [${known.code}]\n${known.hint}\n`);
  process.exitCode = known.exitCode;
}
process.stdin.destroy();
