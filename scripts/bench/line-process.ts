import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { messageOf } from "../../core/errors/fieldproof-error.ts";
import { type Child, startChild } from "../../harness/run/child.ts";
import { minimalEnv } from "../../harness/run/stack-process.ts";

/** A process of the bench that takes one JSON request a line and answers each with one JSON line, in their order. */
export interface LineProcess {
  readonly child: Child;
  /** Rejects when the process ends before it has answered. */
  ask<T>(request: object): Promise<T>;
  stop(): Promise<void>;
}

/** Starts a script of the bench beside this one. What it says on standard error goes to ours. */
export const startLineProcess = (script: URL, args: readonly string[] = []): LineProcess => {
  const child = startChild(process.execPath, [fileURLToPath(script), ...args], {
    env: minimalEnv(),
    stdio: ["pipe", "pipe", 2],
  });
  const { stdin, stdout } = child.process;
  if (stdin === null || stdout === null) throw new Error("the process has no pipes");
  const waiting: { resolve(text: string): void; reject(error: Error): void }[] = [];
  createInterface({ input: stdout }).on("line", (line) => waiting.shift()?.resolve(line));
  stdin.on("error", () => {});
  void child.exited.then(({ code, signal }) => {
    for (const { reject } of waiting.splice(0))
      reject(new Error(`a process of the bench ended with ${code ?? signal}`));
  });
  return {
    child,
    ask: async (request) => {
      const line = await new Promise<string>((resolve, reject) => {
        if (!child.running()) return reject(new Error("a process of the bench is gone"));
        waiting.push({ resolve, reject });
        stdin.write(`${JSON.stringify(request)}\n`);
      });
      return JSON.parse(line);
    },
    stop: async () => {
      stdin.end();
      await child.stop(5000);
    },
  };
};

/** The other side: answers each line with what `answer` makes of it; ends when standard input does. */
export const serveLines = async (answer: (request: unknown) => Promise<unknown>): Promise<void> => {
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      process.stdout.write(`${JSON.stringify((await answer(JSON.parse(line))) ?? null)}\n`);
    } catch (error) {
      process.stderr.write(`${messageOf(error)}\n`);
      process.exitCode = 1;
      return;
    }
  }
};
