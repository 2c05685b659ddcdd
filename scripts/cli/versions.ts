import { readFile } from "node:fs/promises";

/** Versions that evidence names; the same for every checkout of the same version. */
export async function versions(k6: string): Promise<Readonly<Record<string, string>>> {
  const own: unknown = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  const version = typeof own === "object" && own !== null && "version" in own ? String(own.version) : "unknown";
  return { fieldproof: version, node: process.versions.node, k6 };
}
