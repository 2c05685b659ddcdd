import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { ReplicateLeft } from "./run-left.ts";

/** How long k6 may take to end by itself, and how long a watchdog at its work is waited for. */
const LOAD_LIMIT_MS = 5000;
const WATCHDOG_LIMIT_MS = 20_000;
const LOOK_MS = 50;
/** On the command line of each watchdog (harness/watchdog). */
const WATCHDOG = "watchdog-command";

type Left = Pick<ReplicateLeft, "dir" | "journal">;

/**
 * Ends a k6 that outlived its harness. It is known by its number in the journal and by the console file of this very
 * replicate on its command line; no other process is ever touched.
 * @returns whether there was one
 */
export async function endOrphanLoad({ dir, journal }: Left): Promise<boolean> {
  const pid = pidOf(journal, "k6.started");
  const mark = join(dir, "k6-console.ndjson");
  if (pid === null || !runs(pid, mark)) return false;
  signal(pid, "SIGINT");
  if (!(await gone(pid, mark, LOAD_LIMIT_MS))) signal(pid, "SIGKILL");
  await gone(pid, mark, LOAD_LIMIT_MS);
  return true;
}

/** A watchdog that is still at work writes into the folder: it is waited for. @returns false when it goes on and on */
export async function awaitWatchdog({ journal }: Pick<Left, "journal">): Promise<boolean> {
  const pid = pidOf(journal, "watchdog.watching");
  return pid === null || gone(pid, WATCHDOG, WATCHDOG_LIMIT_MS);
}

function pidOf(journal: Left["journal"], kind: string): number | null {
  const pid = Number(journal.findLast((entry) => entry.kind === kind)?.data["pid"]);
  return Number.isSafeInteger(pid) && pid > 1 ? pid : null;
}

async function gone(pid: number, mark: string, limitMs: number): Promise<boolean> {
  for (const end = performance.now() + limitMs; runs(pid, mark); await pause(LOOK_MS))
    if (performance.now() >= end) return false;
  return true;
}

/** The arguments of a process that has ended and was not waited for are empty. */
function runs(pid: number, mark: string): boolean {
  try {
    const line =
      process.platform === "linux"
        ? readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")
        : execFileSync("ps", ["-o", "command=", "-p", String(pid)], {
            encoding: "utf8",
            stdio: ["ignore", "pipe", "ignore"],
          });
    return line.includes(mark);
  } catch {
    return false;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself in between.
  }
}
