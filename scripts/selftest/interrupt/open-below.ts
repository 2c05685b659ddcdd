import { readdir, readlink } from "node:fs/promises";
import { join, sep } from "node:path";

/** Numbers of the processes that hold a file open below `folder`; none where there is no /proc. */
export async function openBelow(folder: string): Promise<readonly number[]> {
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  const holders = await Promise.all(
    pids.map(async (pid) => {
      const fds = await readdir(join("/proc", pid, "fd")).catch(() => []);
      const files = await Promise.all(fds.map((fd) => readlink(join("/proc", pid, "fd", fd)).catch(() => "")));
      return files.some((file) => file.startsWith(folder + sep)) ? [Number(pid)] : [];
    }),
  );
  return holders.flat();
}
