import { readFile } from "node:fs/promises";

/** This tool's own version, by its package. */
export async function ownVersion(): Promise<string> {
  const own: unknown = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  return typeof own === "object" && own !== null && "version" in own ? String(own.version) : "unknown";
}

/** Versions that evidence names; the same for every checkout of the same version. */
export const versions = async (k6: string): Promise<Readonly<Record<string, string>>> => ({
  fieldproof: await ownVersion(),
  node: process.versions.node,
  k6,
});
