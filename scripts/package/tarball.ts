import { execFile } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { findNpm } from "../setup/npm-packages.mjs";
import { ROOT, stagePackage } from "./staging.ts";

const run = promisify(execFile);

export interface Tarball {
  readonly name: string;
  readonly bytes: number;
  readonly files: number;
}

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly entryCount: number;
}

/** Stages the package in a folder of its own and packs it into `to`. Rejects without npm, or with what npm said. */
export async function packTarball(to: string): Promise<Tarball> {
  const npm = findNpm(process.env);
  if (npm === undefined) throw new Error("npm was not found");
  const folder = join(ROOT, ".cache", `package-${process.pid}`);
  try {
    await stagePackage(folder);
    await mkdir(to, { recursive: true });
    const { stdout } = await run(
      npm.command,
      [...npm.args, "pack", "--json", "--ignore-scripts", "--pack-destination", resolve(to)],
      { cwd: folder, maxBuffer: 10_000_000 },
    );
    const [packed]: Packed[] = JSON.parse(stdout);
    if (packed === undefined) throw new Error("npm packed nothing");
    return { name: packed.filename, bytes: packed.size, files: packed.entryCount };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
