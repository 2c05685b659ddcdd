import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * What tells one process from another that later gets its pid: the moment of its start, as the system spells it. On
 * Linux field 22 of /proc/<pid>/stat (proc_pid_stat(5)), elsewhere `ps -o lstart=`. Null for a process that is gone,
 * a zombie too: it runs nothing any more.
 */
export function processMark(pid: number): string | null {
  return process.platform === "linux" ? markFromProc(pid) : markFromPs(pid);
}

function markFromProc(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command may hold spaces and brackets; state and numbers begin after the last one.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

function markFromPs(pid: number): string | null {
  try {
    const said = execFileSync("ps", ["-o", "state=,lstart=", "-p", String(pid)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
    const [, state = "", start = ""] = /^(\S+)\s+(.+)$/.exec(said) ?? [];
    return start === "" || state.startsWith("Z") ? null : start;
  } catch {
    return null;
  }
}
