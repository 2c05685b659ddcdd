import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { ReplicateLeft } from "./run-left.ts";

const LIMIT_MS = 5000;
const LOOK_MS = 50;

/**
 * Ends a k6 that outlived its harness. It is known by its number in the journal and by the console file of this very
 * replicate on its command line; no other process is ever touched.
 * @returns whether there was one
 */
export async function endOrphanLoad({ dir, journal }: Pick<ReplicateLeft, "dir" | "journal">): Promise<boolean> {
  const started = journal.findLast(({ kind }) => kind === "k6.started");
  const pid = Number(started?.data["pid"]);
  const mark = join(dir, "k6-console.ndjson");
  if (!Number.isSafeInteger(pid) || pid <= 1 || !isLoad(pid, mark)) return false;
  signal(pid, "SIGINT");
  for (const end = Date.now() + LIMIT_MS; isLoad(pid, mark); await pause(LOOK_MS)) {
    if (Date.now() < end) continue;
    signal(pid, "SIGKILL");
    break;
  }
  while (isLoad(pid, mark)) await pause(LOOK_MS);
  return true;
}

/** The arguments of a process that has ended and was not waited for are empty. */
function isLoad(pid: number, mark: string): boolean {
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
