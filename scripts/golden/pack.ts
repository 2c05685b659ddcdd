import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

/** Drawn from evidence, and made anew from it. */
const DRAWN: readonly string[] = ["verdict.json", "report.html", "junit.xml", "summary.md"];

/** A run folder as one compressed file: texts by path. Event logs are long and alike, and shrink to a tenth. */
export async function packRun(runDir: string): Promise<Uint8Array> {
  const entries = await readdir(runDir, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(runDir.length + 1)
        .replaceAll("\\", "/"),
    )
    .filter((path) => !DRAWN.includes(path))
    .sort();
  const files: Record<string, string> = {};
  for (const path of paths) files[path] = await readFile(join(runDir, path), "utf8");
  return gzipSync(JSON.stringify(files), { level: 9 });
}

/** The texts of a packed run by their path. */
export const unpackTexts = (packed: Uint8Array): Readonly<Record<string, string>> =>
  JSON.parse(gunzipSync(packed).toString("utf8"));

/** Makes the run folder again, byte for byte, below `runDir`. */
export async function unpackRun(packed: Uint8Array, runDir: string): Promise<void> {
  for (const [path, text] of Object.entries(unpackTexts(packed))) {
    const file = join(runDir, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
