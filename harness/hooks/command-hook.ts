import { type ChildProcess, spawn } from "node:child_process";
import { FieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import type { CommandHook } from "../../core/schema/hook.ts";
import { printable } from "../../core/text/printable.ts";
import { minimalEnv } from "../run/stack-process.ts";
import { Capture } from "./capture.ts";
import type { HookContext } from "./hook-context.ts";
import type { HookResult } from "./hook-result.ts";
import { secretText } from "./hook-secrets.ts";
import { findProgram } from "./program-path.ts";
import { fillArguments } from "./value-template.ts";

/** Wall ms that a pipe is waited for after its program has gone: somebody who left the group may hold it for ever. */
const PIPES_MS = 500;

/** The whole group of a child that was started `detached`; one that is empty is no fault. */
const signalGroup = (child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): void => {
  if (child.pid === undefined) return;
  if (process.platform === "win32") {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // ESRCH: nobody is left.
  }
};

interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly late: boolean;
}

const finished = (child: ChildProcess, hook: CommandHook): Promise<Exit | Error> =>
  new Promise((resolve) => {
    let late = false;
    const killer = { timer: setTimeout(() => end(), hook.timeLimitMs) };
    const end = (): void => {
      late = true;
      signalGroup(child, "SIGTERM");
      killer.timer = setTimeout(() => signalGroup(child, "SIGKILL"), hook.graceMs);
    };
    child.once("error", (error) => {
      clearTimeout(killer.timer);
      resolve(error);
    });
    child.once("exit", (code, signal) => {
      clearTimeout(killer.timer);
      // What it left behind in its group goes with it.
      signalGroup(child, "SIGKILL");
      const done = (): void => {
        clearTimeout(pipes);
        child.stdout?.destroy();
        child.stderr?.destroy();
        resolve({ code, signal, late });
      };
      const pipes = setTimeout(done, PIPES_MS);
      child.once("close", done);
    });
  });

const verdictOf = (hook: CommandHook, { code, signal, late }: Exit) => {
  if (late) return { kind: "unclear", reason: "time-limit" } as const;
  if (code === null || signal !== null) return { kind: "unclear", reason: "signal" } as const;
  if (hook.doneExitCodes.includes(code)) return { kind: "done" } as const;
  const sure = hook.notDoneExitCodes?.includes(code) ?? true;
  return sure
    ? ({ kind: "not-done", reason: "exit-code" } as const)
    : ({ kind: "unclear", reason: "exit-code" } as const);
};

/**
 * Runs the hook's program without a shell, in a process group of its own, with a minimal environment. At the time limit
 * the group gets SIGTERM and then SIGKILL; what a program leaves behind in its group is killed when it ends.
 * @throws FieldproofError FP-HOOK-006 when it cannot be started
 */
export async function runCommandHook(hook: CommandHook, context: HookContext): Promise<HookResult> {
  const { name, mask } = context;
  const refuse = (reason: string): FieldproofError => new FieldproofError("FP-HOOK-006", { hook: name, reason });
  const [program = "", ...args] = fillArguments(name, hook.argv, context.values);
  const env = { ...minimalEnv(), ...hook.env };
  const found = await findProgram(program, env["PATH"] ?? "");
  if ("missing" in found) {
    const why = found.missing === "missing" ? "is not there" : "may not be executed";
    throw refuse(`the program ${printable(program)} ${why}`);
  }
  const from = performance.now();
  const child = spawn(found.path, args, {
    ...(hook.cwd === undefined ? {} : { cwd: hook.cwd }),
    env,
    shell: false,
    detached: process.platform !== "win32",
    stdio: [hook.stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  const output = new Capture(mask).from(child.stdout);
  const errors = new Capture(mask).from(child.stderr);
  // A program that does not read its input is its own business.
  child.stdin?.on("error", () => undefined);
  if (hook.stdin !== undefined) child.stdin?.end(`${secretText(hook.stdin, context.secrets)}\n`);
  const exit = await finished(child, hook);
  if (exit instanceof Error) throw refuse(`it cannot be started: ${printable(messageOf(exit))}`);
  const evidence = {
    ...{ hook: name, durationMs: Math.round(performance.now() - from), exitCode: exit.code, signal: exit.signal },
    status: null,
    output: output.shown(),
    errors: errors.shown(),
  };
  return { ...verdictOf(hook, exit), evidence };
}
