import { type ChildProcess, spawn } from "node:child_process";

export interface NodeResult {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface NodeProcess {
  readonly process: ChildProcess;
  readonly done: Promise<NodeResult>;
  /** @throws Error with what it said when it ends without one */
  firstLine(): Promise<string>;
}

/** Starts this Node on `args` and keeps what it says. */
export function startNode(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): NodeProcess {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], {
    cwd: options.cwd,
    env: { ...process.env, NO_COLOR: "1", ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  let tell: () => void = () => {};
  const said = new Promise<void>((resolve) => {
    tell = resolve;
  });
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
    if (stdout.includes("\n")) tell();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const done = new Promise<NodeResult>((resolve) =>
    child.once("close", (code, signal) => {
      tell();
      resolve({ code, signal, stdout, stderr });
    }),
  );
  return {
    process: child,
    done,
    firstLine: async () => {
      await said;
      const [line = ""] = stdout.split("\n");
      if (line === "") throw new Error(`it said nothing and ended: ${stderr.slice(0, 500)}`);
      return line;
    },
  };
}
