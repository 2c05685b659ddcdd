import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface SmallDisk {
  readonly path: string;
  /** Gives back the memory; whatever still writes there finds an empty folder. */
  unmount(): void;
}

/** A disk of its own in memory; needs root on Linux. */
export function mountSmallDisk(sizeMb: number, options = ""): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), "fieldproof-disk-"));
  try {
    const settings = ["-t", "tmpfs", "-o", `size=${sizeMb}m,mode=0755${options}`];
    execFileSync("mount", [...settings, "tmpfs", path], { stdio: "ignore" });
  } catch (error) {
    rmSync(path, { recursive: true });
    throw error;
  }
  return {
    path,
    unmount: () => {
      // Lazily: a process that is just ending may still hold a file open.
      execFileSync("umount", ["-l", path], { stdio: "ignore" });
      rmSync(path, { recursive: true });
    },
  };
}

export const canMount = (): boolean => {
  try {
    mountSmallDisk(1).unmount();
    return true;
  } catch {
    return false;
  }
};
