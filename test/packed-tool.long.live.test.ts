import { execFile } from "node:child_process";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { packTarball } from "../scripts/package/tarball.ts";
import { findNpm } from "../scripts/setup/npm-packages.mjs";
import { testFolder } from "./temp-folder.ts";

const k6 = process.env["FIELDPROOF_K6"];
let folder = "";

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** As in the shell of someone who has this Node, npm and a k6; set-up's own variables are left out. */
const start = (command: string, args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const kept = Object.entries(process.env).filter(([name]) => !/^(FIELDPROOF|NODE|VITEST|npm_package)_/.test(name));
    const env: NodeJS.ProcessEnv = {
      ...Object.fromEntries(kept),
      PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(":"),
      NO_COLOR: "1",
      ...(k6 === undefined ? {} : { K6_BIN: k6 }),
    };
    execFile(command, [...args], { cwd: folder, env, maxBuffer: 20_000_000 }, (error, out, err) =>
      resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, out, err }),
    );
  });

const fieldproof = (...args: string[]): Promise<Ended> =>
  start(join(folder, "node_modules", ".bin", "fieldproof"), args);

beforeAll(async () => {
  folder = await testFolder("packed");
  const tarball = await packTarball(folder);
  expect(tarball.bytes).toBeLessThan(1_000_000);
  await writeFile(join(folder, "package.json"), `{ "name": "somebody", "private": true }`);
  const npm = findNpm(process.env);
  if (npm === undefined) throw new Error("npm was not found");
  const installed = await start(npm.command, [...npm.args, "install", "--no-audit", "--no-fund", tarball.name]);
  expect(installed).toMatchObject({ code: 0 });
}, 120_000);

test.skipIf(k6 === undefined)(
  "installed in an empty folder it plans, runs, judges, verifies and explains",
  async () => {
    expect(await fieldproof("init")).toMatchObject({
      code: 0,
      out: "wrote drop.yaml; next: fieldproof plan drop.yaml\n",
    });
    const [first = ""] = (await readFile(join(folder, "drop.yaml"), "utf8")).split("\n");
    expect((await stat(join(folder, first.split("$schema=")[1] ?? ""))).isFile()).toBe(true);
    expect((await fieldproof("plan", "drop.yaml")).code).toBe(0);
    const run = await fieldproof("run", "drop.yaml", "--no-browser");
    // A loaded machine may make it CAN'T TELL, which is an answer; a fault of packing is none.
    expect([0, 3], run.err).toContain(run.code);
    expect(run.out).toMatch(/READY|CAN'T TELL/);
    const [name = ""] = (await readdir(join(folder, "runs"))).filter((one) => one !== "history.jsonl");
    const runDir = join("runs", name);
    const report = await readFile(join(folder, runDir, "report.html"), "utf8");
    expect(report).toContain("Chart.js");
    expect((await fieldproof("judge", runDir)).code).toBe(run.code);
    expect(await fieldproof("verify", runDir)).toMatchObject({ code: 0, out: expect.stringMatching(/^intact/) });
    expect(await fieldproof("explain", "FP-PLAN-001")).toMatchObject({
      code: 0,
      out: expect.stringMatching(/FP-PLAN-001/),
    });
    expect((await stat(join(folder, runDir, "nano-drop", "1", "contacts.ndjson"))).size).toBeGreaterThan(1000);
  },
  180_000,
);

test("serves its pages from the installed package", async () => {
  const help = await fieldproof("--help");
  expect(help).toMatchObject({ code: 0, out: expect.stringMatching(/Usage: fieldproof/) });
  const module = "node_modules/fieldproof/mock-platform/web/web-assets.js";
  const asked = await start(process.execPath, [
    "-e",
    `import("./${module}").then(async ({ buildWebAssets }) => console.log([...(await buildWebAssets()).files.keys()].join("\\n")))`,
  ]);
  expect(asked).toMatchObject({ code: 0, out: expect.stringMatching(/stream-.*\.js[\s\S]*\.woff2/) });
});
