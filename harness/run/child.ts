import { type ChildProcess, spawn } from "node:child_process";

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface Child {
  readonly pid: number | undefined;
  readonly process: ChildProcess;
  /** Resolves once, also when the program could not be started (code null, signal null). */
  readonly exited: Promise<Exit>;
  running(): boolean;
  /** SIGTERM (or `signal`), then SIGKILL after `graceMs`; resolves when the process is gone. */
  stop(graceMs: number, signal?: NodeJS.Signals): Promise<Exit>;
}

/** Starts one program without a shell. Only this very process is ever signalled. */
export function startChild(
  command: string,
  args: readonly string[],
  options: { env: NodeJS.ProcessEnv; cwd?: string; stdio: ("pipe" | "ignore" | number)[] },
): Child {
  const process = spawn(command, [...args], { ...options, shell: false });
  let done = false;
  const exited = new Promise<Exit>((resolve) => {
    const finish = (exit: Exit): void => {
      done = true;
      resolve(exit);
    };
    process.once("error", () => finish({ code: null, signal: null }));
    process.once("exit", (code, signal) => finish({ code, signal }));
  });
  return {
    pid: process.pid,
    process,
    exited,
    running: () => !done,
    stop: async (graceMs, signal = "SIGTERM") => {
      if (done) return exited;
      process.kill(signal);
      const timer = setTimeout(() => process.kill("SIGKILL"), graceMs);
      const exit = await exited;
      clearTimeout(timer);
      return exit;
    },
  };
}
