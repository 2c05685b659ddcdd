import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";

export interface ProcessMemory {
  /** Resident bytes now. */
  readonly residentBytes: number;
  /** The most that it ever was, where the system keeps that. */
  readonly peakBytes: number | null;
}

const KIB = 1024;

const field = (status: string, name: string): number | null => {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status);
  return found === null ? null : Number(found[1]) * KIB;
};

/** Memory of a process by its id: from /proc on Linux, from ps elsewhere. Rejects when there is no such process. */
export const memoryOf = async (pid: number): Promise<ProcessMemory> => {
  if (process.platform === "linux") {
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    return { residentBytes: field(status, "VmRSS") ?? 0, peakBytes: field(status, "VmHWM") };
  }
  const text = execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
  return { residentBytes: Number(text) * KIB, peakBytes: null };
};
