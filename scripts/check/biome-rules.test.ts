import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "fieldproof-biome-"));

/** A file with one fault each, and the rule that has to name it. */
const SEEDED: readonly (readonly [path: string, rule: string, source: string])[] = [
  ["core/a-any.ts", "suspicious/noExplicitAny", "export const f = (x: any): unknown => x;\n"],
  ["core/b-bang.ts", "style/noNonNullAssertion", "export const f = (x: string | undefined): string => x!;\n"],
  [
    "harness/c-floating.ts",
    "nursery/noFloatingPromises",
    "const work = async (): Promise<number> => 1;\nexport const f = (): void => {\n  work();\n};\n",
  ],
  [
    "harness/c-misused.ts",
    "nursery/noMisusedPromises",
    "const work = async (): Promise<boolean> => true;\nexport const f = (): number => {\n  if (work()) return 1;\n  return 0;\n};\n",
  ],
  [
    "core/d-cycle-a.ts",
    "suspicious/noImportCycles",
    'import { b } from "./d-cycle-b.ts";\nexport const a = (): number => b();\n',
  ],
  [
    "core/d-cycle-b.ts",
    "suspicious/noImportCycles",
    'import { a } from "./d-cycle-a.ts";\nexport const b = (): number => a();\n',
  ],
  [
    "core/e-extension.ts",
    "correctness/useImportExtensions",
    'import { good } from "./good";\nexport const e = good;\n',
  ],
  ["core/FName.ts", "style/useFilenamingConvention", "export const f = 1;\n"],
  [
    "core/g-type.ts",
    "style/useImportType",
    'import { Good } from "./good.ts";\nexport const g = (x: Good): Good => x;\n',
  ],
  ["core/h-barrel.ts", "performance/noBarrelFile", 'export { good } from "./good.ts";\n'],
  ["core/h-star.ts", "performance/noReExportAll", 'export * from "./good.ts";\n'],
  ["core/i-default.ts", "style/noDefaultExport", "export default 1;\n"],
  ["harness/j-console.ts", "suspicious/noConsole", 'console.log("x");\n'],
  [
    "core/k-node.ts",
    "correctness/noNodejsModules",
    'import { join } from "node:path";\nexport const k = join("a", "b");\n',
  ],
  [
    "drills/nano/k-node.ts",
    "correctness/noNodejsModules",
    'import { join } from "node:path";\nexport const k = join("a", "b");\n',
  ],
  ["core/l-process.ts", "correctness/noProcessGlobal", "export const l = process.pid;\n"],
  ["core/m-room.ts", "style/noRestrictedImports", 'import { m } from "../harness/good.ts";\nexport const n = m;\n'],
  ["core/m-k6.ts", "style/noRestrictedImports", 'import http from "k6/http";\nexport const n = http;\n'],
  ["drills/nano/m-k6.ts", "style/noRestrictedImports", 'import { h } from "../k6/good.ts";\nexport const n = h;\n'],
  ["drills/nano/judge.ts", "style/noRestrictedImports", 'import { d } from "./drill.ts";\nexport const n = d;\n'],
  [
    "harness/m-k6.ts",
    "style/noRestrictedImports",
    'import { s } from "../drills/nano/scenario.ts";\nexport const n = s;\n',
  ],
  [
    "mock-platform/m.ts",
    "style/noRestrictedImports",
    'import { d } from "../drills/nano/drill.ts";\nexport const n = d;\n',
  ],
  ["reports/m.ts", "style/noRestrictedImports", 'import { m } from "../harness/good.ts";\nexport const n = m;\n'],
  ["core/n-only.test.ts", "suspicious/noFocusedTests", 'import { test } from "vitest";\ntest.only("x", () => {});\n'],
  ["core/n-skip.test.ts", "suspicious/noSkippedTests", 'import { test } from "vitest";\ntest.skip("x", () => {});\n'],
  ["core/o-ignore.ts", "suspicious/noTsIgnore", "// @ts-ignore\nexport const o: number = 1;\n"],
  ["core/p-enum.ts", "style/noEnum", "export enum P {\n  A = 1,\n}\n"],
  ["core/q-property.ts", "style/noParameterProperties", "export class Q {\n  constructor(readonly q: number) {}\n}\n"],
  ["core/r-space.ts", "style/noNamespace", "export namespace R {\n  export const r = 1;\n}\n"],
  ["harness/s-exit.ts", "nursery/noProcessExit", "process.exit(1);\n"],
  ["core/t-unused.ts", "correctness/noUnusedVariables", "const t = 1;\n"],
  ["core/t-import.ts", "correctness/noUnusedImports", 'import { good } from "./good.ts";\nexport const t = 1;\n'],
  ["core/u-free.ts", "correctness/noUndeclaredVariables", "export const u = nowhere;\n"],
  [
    "harness/v-protocol.ts",
    "style/useNodejsImportProtocol",
    'import { join } from "path";\nexport const v = join("a");\n',
  ],
  ["core/w-throw.ts", "style/useThrowOnlyError", 'export const w = (): never => {\n  throw "x";\n};\n'],
];

/** What the rules must leave alone. */
const BENIGN: readonly (readonly [path: string, source: string])[] = [
  ["core/good.ts", "export interface Good {\n  readonly good: number;\n}\nexport const good: Good = { good: 1 };\n"],
  [
    "harness/good.ts",
    'import { join } from "node:path";\nimport { good } from "../core/good.ts";\nexport const m = join(String(good.good), String(process.pid));\n',
  ],
  ["drills/k6/good.ts", 'import http from "k6/http";\nconsole.log(__ENV["A"]);\nexport const h = http;\n'],
  ["drills/nano/scenario.ts", 'import { h } from "../k6/good.ts";\nexport const s = h;\nexport default s;\n'],
  ["drills/nano/drill.ts", 'import { good } from "../../core/good.ts";\nexport const d = good;\n'],
  ["reports/good.ts", 'import { d } from "../drills/nano/drill.ts";\nexport const r = d;\n'],
  ["scripts/cli.ts", 'console.log("x");\nprocess.exit(0);\n'],
  [
    "core/good.test.ts",
    'import { readFileSync } from "node:fs";\nimport { expect, test } from "vitest";\nimport { m } from "../harness/good.ts";\ntest.skipIf(m === "")("x", () => {\n  expect(readFileSync).toBeTruthy();\n});\n',
  ],
  ["vitest.config.ts", "export default {};\n"],
];

const found = new Set<string>();
const foundIn = new Set<string>();

const lint = (): Promise<string> =>
  new Promise((resolve) => {
    const biome = join(ROOT, "node_modules", "@biomejs", "biome", "bin", "biome");
    const args = ["lint", "--vcs-enabled=false", "--reporter=json", "--max-diagnostics=none", "."];
    execFile(process.execPath, [biome, ...args], { cwd: folder, maxBuffer: 50_000_000 }, (_error, stdout) =>
      resolve(stdout),
    );
  });

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string | { readonly file: string } };
}

beforeAll(async () => {
  for (const [path, source] of [...SEEDED.map(([at, , text]) => [at, text] as const), ...BENIGN]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), source);
  }
  copyFileSync(join(ROOT, "biome.json"), join(folder, "biome.json"));
  const report: { readonly diagnostics: readonly Diagnostic[] } = JSON.parse(await lint());
  for (const { category, location } of report.diagnostics) {
    const path = (typeof location.path === "string" ? location.path : location.path.file).replaceAll("\\", "/");
    found.add(`${path} ${category.replace("lint/", "")}`);
    foundIn.add(path);
  }
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(SEEDED)("%s breaks %s", (path, rule) => {
  expect([...found].filter((each) => each.startsWith(`${path} `))).toContain(`${path} ${rule}`);
});

test.each(BENIGN)("%s breaks no rule", (path) => {
  expect([...found].filter((each) => each.startsWith(`${path} `))).toEqual([]);
  expect(foundIn.size).toBeGreaterThan(20);
});
