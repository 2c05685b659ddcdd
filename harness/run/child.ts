import { type ChildProcess, spawn } from "node:child_process";
import { platform } from "node:os";
import { kill as signalPid } from "node:process";

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

export interface ChildOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly stdio: ("pipe" | "ignore" | number)[];
  /** The program starts others, which go with it: it leads a group of its own, and the group is signalled. */
  readonly group?: boolean;
}

/** Starts one program without a shell. Only this very process is ever signalled, or the group that it leads. */
export function startChild(command: string, args: readonly string[], options: ChildOptions): Child {
  const { group = false, ...rest } = options;
  // Windows knows no such groups.
  const leads = group && platform() !== "win32";
  const process = spawn(command, [...args], { ...rest, shell: false, detached: leads });
  const kill = (signal: NodeJS.Signals): void => {
    if (!leads || process.pid === undefined) {
      process.kill(signal);
      return;
    }
    try {
      signalPid(-process.pid, signal);
    } catch {
      // ESRCH: nobody is left.
    }
  };
  let done = false;
  const exited = new Promise<Exit>((resolve) => {
    const finish = (exit: Exit): void => {
      done = true;
      if (leads) kill("SIGKILL");
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
      kill(signal);
      const timer = setTimeout(() => kill("SIGKILL"), graceMs);
      const exit = await exited;
      clearTimeout(timer);
      return exit;
    },
  };
}
