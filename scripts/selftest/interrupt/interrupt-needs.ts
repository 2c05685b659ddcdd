import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { canMount } from "../../setup/tmpfs.ts";

/** Debian's libfaketime, by the folders that its package uses. */
export async function findFaketime(root = "/usr/lib"): Promise<string | null> {
  const folders = ["", ...(await readdir(root).catch(() => []))];
  return (
    folders.map((name) => join(root, name, "faketime", "libfaketime.so.1")).find((path) => existsSync(path)) ?? null
  );
}

export interface InterruptMeans {
  /** Path of libfaketime. */
  readonly faketime: string | null;
  readonly tmpfs: boolean;
}

export const interruptMeans = async (): Promise<InterruptMeans> => ({
  faketime: await findFaketime(),
  tmpfs: process.platform === "linux" && canMount(),
});

/** What to do about a means that is missing. */
export const HOW_TO_GET = {
  faketime: "libfaketime is not on this machine: apt-get install faketime",
  tmpfs: "a small disk of memory cannot be mounted: it takes Linux and root",
} as const;
