import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process as it can be named across time: process ids are used again, so the start belongs to it. */
export interface ProcessMark {
  readonly pid: number;
  /** Null where the system does not say. */
  readonly started: string | null;
}

interface Found {
  readonly there: boolean;
  readonly started: string | null;
}

const GONE: Found = { there: false, started: null };

/** This process. */
export const ownMark = (): ProcessMark => ({ pid: process.pid, started: find(process.pid).started });

/** The process that has this id now; null when none runs under it. */
export function markOf(pid: number): ProcessMark | null {
  const { there, started } = find(pid);
  return there ? { pid, started } : null;
}

/** Whether that very process still runs; one that has ended and was not yet waited for does not. */
export function isAlive({ pid, started }: ProcessMark): boolean {
  const found = find(pid);
  return found.there && (found.started === null || started === null || found.started === started);
}

function find(pid: number): Found {
  if (process.platform === "linux") return fromProc(pid);
  return process.platform === "win32" ? fromSignal(pid) : fromPs(pid);
}

/** proc(5): the state is field 3 of /proc/PID/stat, the start in ticks since the boot field 22. */
function fromProc(pid: number): Found {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The program's name, field 2, stands in brackets and may itself hold brackets and blanks.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return /^[ZX]/.test(fields[0] ?? "") ? GONE : { there: true, started: `${boot}/${fields[19] ?? ""}` };
  } catch {
    // Also where /proc hides other people's processes.
    return fromSignal(pid);
  }
}

function fromPs(pid: number): Found {
  try {
    const line = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC" },
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
    return /^Z/.test(line) ? GONE : { there: true, started: line.replace(/^\S+\s+/, "") };
  } catch {
    return fromSignal(pid);
  }
}

function fromSignal(pid: number): Found {
  try {
    process.kill(pid, 0);
    return { there: true, started: null };
  } catch (error) {
    const other = error instanceof Error && "code" in error && error.code === "EPERM";
    return other ? { there: true, started: null } : GONE;
  }
}
