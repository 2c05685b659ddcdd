import { globSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildBrowserScript, PREBUILT_SCRIPT } from "../../reports/render/browser-script.ts";
import { type OwnManifest, packageManifest } from "./package-manifest.ts";
import { runtimeEntries } from "./runtime-entries.ts";
import { runtimeModules } from "./runtime-modules.ts";
import { transpiled } from "./transpiled.ts";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Files that go along as they are: set-up of k6, styles of the pages, what users read. */
const AS_THEY_ARE: readonly string[] = [
  "README.md",
  "LICENSE",
  "docs/*.{md,json}",
  "docs/{ci,drills}/**/*",
  "mock-platform/web/style/*",
  "scripts/setup/!(*.test).mjs",
  "scripts/setup/k6/*",
];

/** Where each part of the starter goes. */
const STARTER: Readonly<Record<string, string>> = {
  "scripts/package/starter/fieldproof.cjs": "bin/fieldproof.cjs",
  "scripts/package/starter/launch.cjs": "bin/launch.cjs",
  "scripts/package/starter/launch.mjs": "bin/launch.mjs",
};

const put = async (folder: string, path: string, content: string): Promise<void> => {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, content);
};

/**
 * Lays out the package in `folder`, which is made anew: every module that the tool needs as JavaScript, in its own
 * place, since Node strips no types below node_modules.
 */
export async function stagePackage(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const { modules, packages } = await runtimeModules(ROOT, runtimeEntries(ROOT));
  for (const path of modules) await put(folder, path.replace(/\.ts$/, ".js"), await transpiled(ROOT, path));
  // The bundled script takes the place of its source, and of the library that it is made with.
  await put(folder, join("reports", "render", PREBUILT_SCRIPT), await buildBrowserScript());
  for (const path of globSync([...AS_THEY_ARE], { cwd: ROOT }))
    await cp(join(ROOT, path), join(folder, path), { recursive: true });
  for (const [from, to] of Object.entries(STARTER)) await put(folder, to, await readFile(join(ROOT, from), "utf8"));
  const own: OwnManifest = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  await put(folder, "package.json", `${JSON.stringify(packageManifest(own, packages), null, 2)}\n`);
}
