import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const TESTING = new URL("../../mock-platform/testing/", import.meta.url);

/** A process of `mock-platform/testing` that says one JSON line once it listens; it can be killed and begun again. */
export class KillableProcess<T> {
  readonly #script: string;
  readonly #options: (before: T | null) => object;
  #child: ChildProcess | null = null;
  #said: T | null = null;

  /** `options` gets what the life before had said, so that the next one listens where that did. */
  constructor(script: string, options: (before: T | null) => object) {
    this.#script = fileURLToPath(new URL(script, TESTING));
    this.#options = options;
  }

  /** Begins a life. @throws Error with what it said when it ends before it listens */
  async begin(): Promise<T> {
    const args = [this.#script, JSON.stringify(this.#options(this.#said))];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    let trouble = "";
    child.stderr.on("data", (part: Buffer) => {
      trouble += String(part);
    });
    const line = await new Promise<string>((resolve, reject) => {
      createInterface(child.stdout).once("line", resolve);
      child.once("close", () => reject(new Error(`${this.#script} ended before it listened: ${trouble}`)));
    });
    const said: T = JSON.parse(line);
    this.#said = said;
    return said;
  }

  /** SIGKILL; resolves when the process is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }
}

export const portOf = (address: string): number => Number(new URL(address).port);
