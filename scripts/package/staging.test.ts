import { globSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { testFolder } from "../../test/temp-folder.ts";
import { checkMachinePaths } from "../check/machine-paths.ts";
import { stagePackage } from "./staging.ts";

let folder = "";
let paths: string[] = [];

beforeAll(async () => {
  folder = await testFolder("staging");
  await stagePackage(folder);
  paths = globSync("**/*", { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
});

const textOf = (path: string): Promise<string> => readFile(join(folder, path), "utf8");

test("holds JavaScript, and neither TypeScript nor tests", () => {
  expect(paths).toEqual(expect.arrayContaining(["bin/fieldproof.cjs", "scripts/cli.js", "mock-platform/server.js"]));
  expect(paths.filter((path) => /\.ts$|\.test\./.test(path))).toEqual([]);
});

test("each module that one names is there", async () => {
  const absent: string[] = [];
  for (const path of paths.filter((one) => one.endsWith(".js") && one !== "reports/render/chart-enhancement.js")) {
    for (const [, name = ""] of (await textOf(path)).matchAll(/(?:from |import\(|import |URL\()"(\.[^"]*\.m?js)"/g)) {
      const there = await stat(join(folder, dirname(path), name)).catch(() => null);
      // The report's script stands where its source would be looked for first.
      if (there === null && !name.endsWith("chart-enhancement.js")) absent.push(`${path}: ${name}`);
    }
  }
  expect(absent).toEqual([]);
});

test("names no path of this machine and no registry", async () => {
  const texts = await Promise.all(paths.map(async (path) => ({ path, text: await textOf(path) })));
  expect(checkMachinePaths(texts).faults).toEqual([]);
  expect(texts.filter(({ text }) => text.includes(process.cwd())).map(({ path }) => path)).toEqual([]);
});

test("asks for a Node that fits, and for no package that it does not use", async () => {
  const manifest: { engines: unknown; dependencies: Record<string, string> } = JSON.parse(await textOf("package.json"));
  expect(manifest.engines).toEqual({ node: "^22.22.2 || >=24.15" });
  expect(Object.keys(manifest.dependencies)).toEqual(expect.arrayContaining(["esbuild", "fastify", "zod"]));
  expect(Object.keys(manifest.dependencies).filter((name) => /^node-|^msw$|^chart\.js$/.test(name))).toEqual([]);
  expect(manifest).not.toHaveProperty("private");
});
