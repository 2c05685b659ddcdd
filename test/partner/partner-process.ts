import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { PartnerServerOptions } from "../../mock-platform/partner-server.ts";

const PROCESS = fileURLToPath(new URL("../../mock-platform/testing/partner-process.ts", import.meta.url));

/** A partner in a process of its own, which can be killed and begun again at the same address, on the same disk. */
export class PartnerProcess {
  readonly #options: PartnerServerOptions;
  #child: ChildProcess | null = null;
  /** Known from its first life on. */
  address = "";

  constructor(options: PartnerServerOptions) {
    this.#options = options;
  }

  /** Begins a life; resolves once it listens. */
  async begin(): Promise<void> {
    const port = this.address === "" ? 0 : Number(new URL(this.address).port);
    const args = [PROCESS, JSON.stringify({ ...this.#options, port })];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    let trouble = "";
    child.stderr.on("data", (part: Buffer) => {
      trouble += String(part);
    });
    const said = await new Promise<string>((resolve, reject) => {
      createInterface(child.stdout).once("line", resolve);
      child.once("close", () => reject(new Error(`the partner ended before it listened: ${trouble}`)));
    });
    this.address = String(JSON.parse(said).address);
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
