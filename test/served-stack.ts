import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startCli } from "./cli-process.ts";

const RECORDER = new URL("request-recorder.ts", import.meta.url).href;

export interface ServedStack {
  /** For `run --target`. */
  readonly targetFile: string;
  /** Epoch milliseconds of the last request of a customer or an agent that reached it. */
  lastRequestAt(): Promise<number>;
  close(): Promise<void>;
}

/** Serves the reference stack as a process of its own, which outlives whoever drills it, and notes each request. */
export async function serveStack(dir: string, timeFactor: number): Promise<ServedStack> {
  const targetFile = join(dir, "target.yaml");
  const log = join(dir, "requests.log");
  const cli = startCli(
    [
      ...["serve", "--time-factor", String(timeFactor), "--target-file", targetFile],
      ...["--secrets-file", join(dir, "secrets.json")],
    ],
    {
      cwd: fileURLToPath(new URL("..", import.meta.url)),
      env: { NODE_OPTIONS: `--import ${RECORDER}`, REQUEST_LOG: log },
    },
  );
  await cli.said("drill it:");
  return {
    targetFile,
    lastRequestAt: async () => {
      const lines = (await readFile(log, "utf8")).trimEnd().split("\n");
      return Number(lines.at(-1));
    },
    close: async () => {
      cli.process.kill("SIGINT");
      await cli.done;
    },
  };
}
