import { readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { verdictSchema } from "../core/schema/verdict.ts";
import { verifyRun } from "../reports/evidence/verify-run.ts";
import { judgeRun } from "../reports/judge/judge-run.ts";
import { FORMAT_NAMES, FORMATS } from "../reports/render/formats.ts";
import { unpackRun } from "../scripts/golden/pack.ts";
import { GoldenCopy } from "./golden-copy.ts";
import { runMain } from "./main-in-process.ts";
import { testFolder } from "./temp-folder.ts";

/**
 * The first runs that were ever recorded, as they were written then: `fieldproof.run/1` and its like, before there were
 * tries at doors, notices and a browser's walk. All schemas are at version 1 still, so nothing is migrated: what came later
 * is optional, and what an old run does not have is unmeasured. Never record these anew; a schema that changes gets a
 * version, a migration and a folder of its own here.
 */
const folder = fileURLToPath(new URL("./old-evidence/", import.meta.url));

async function opened(name: string): Promise<string> {
  const runDir = await testFolder("old");
  onTestFinished(() => rm(runDir, { recursive: true, force: true }));
  await unpackRun(await readFile(join(folder, `${name}.json.gz`)), runDir);
  return runDir;
}

test("the first READY opens and verifies; what it never recorded is unmeasured, and so it is no READY any more", async () => {
  const runDir = await opened("1-first-ready");
  expect((await verifyRun(runDir)).faults).toEqual([]);
  const verdict = await judgeRun(runDir);
  expect(verdict.verdict).toBe("CAN'T TELL");
  const objectives = verdict.drills[0]?.replicates[0]?.objectives.filter(({ key }) => key) ?? [];
  const unmeasured = objectives.filter(({ status }) => status !== "met");
  expect(unmeasured.map(({ id, status }) => [id, status])).toEqual(
    ["islands-ready", "access-proved", "owner-checked", "agents-proved"].map((id) => [id, "unmeasured"]),
  );
  expect(unmeasured[0]?.sentence).toContain("nobody read a good island");
  expect(unmeasured[1]?.sentence).toContain("evidence is missing (access)");
  expect(objectives.length).toBeGreaterThan(15);
});

test("the first NOT READY is one today, for the same reasons", async () => {
  const runDir = await opened("1-first-not-ready");
  const before = verdictSchema.parse(
    JSON.parse(gunzipSync(await readFile(join(folder, "1-first-not-ready.verdict.json.gz"))).toString("utf8")),
  );
  const verdict = await judgeRun(runDir);
  expect([verdict.verdict, verdict.exitCode]).toEqual(["NOT READY", 1]);
  const missed = ({ drills }: typeof before): string[] =>
    drills.flatMap(({ replicates }) =>
      replicates.flatMap(({ objectives }) =>
        objectives.filter((one) => one.key && one.status === "missed").map(({ id }) => id),
      ),
    );
  expect(missed(before).length).toBeGreaterThan(3);
  for (const id of missed(before)) expect(missed(verdict)).toContain(id);
});

test.each(["1-first-ready", "1-first-not-ready"])(
  "the verdict that was written then is drawn in every format: %s",
  async (name) => {
    const dir = await testFolder("old-verdict");
    onTestFinished(() => rm(dir, { recursive: true, force: true }));
    const path = join(dir, "verdict.json");
    await writeFile(path, gunzipSync(await readFile(join(folder, `${name}.verdict.json.gz`))));
    const { code, stderr } = await runMain(["report", path, "--format", FORMAT_NAMES.join(","), "--out", dir]);
    expect([code, stderr]).toEqual([0, ""]);
    for (const format of FORMAT_NAMES)
      expect((await readFile(join(dir, FORMATS[format].file), "utf8")).length).toBeGreaterThan(100);
  },
);

test.each(["run.json", "plan.json", "nano-drop/1/replicate.json"])(
  "%s of a schema of the future is refused with a coded error",
  async (file) => {
    const copy = await GoldenCopy.of("ready");
    onTestFinished(() => rm(dirname(copy.runDir), { recursive: true, force: true }));
    await copy.json(file, ({ schema }) => ({ schema: String(schema).replace(/1$/, "2"), added: true }));
    await copy.reseal();
    for (const command of ["judge", "verify"]) {
      const { code, stdout, stderr } = await runMain([command, copy.runDir]);
      expect([command, code === 0, `${stdout}${stderr}`.includes("FP-EVID-004")]).toEqual([command, false, true]);
      expect(`${stdout}${stderr}`).toMatch(/schema fieldproof\.(run|plan|replicate)\/2; this version reads/);
    }
  },
);

test("a verdict and a seal of the future are refused as well", async () => {
  const copy = await GoldenCopy.of("ready");
  onTestFinished(() => rm(dirname(copy.runDir), { recursive: true, force: true }));
  await runMain(["judge", copy.runDir]);
  await copy.json("verdict.json", { schema: "fieldproof.verdict/2" });
  const drawn = await runMain([
    "report",
    copy.path("verdict.json"),
    "--format",
    "csv",
    "--out",
    join(dirname(copy.runDir), "x.csv"),
  ]);
  expect([drawn.code, drawn.stderr]).toEqual([2, expect.stringMatching(/fieldproof.verdict.1.*FP-REPORT-001/)]);
  await copy.json("manifest.json", { schema: "fieldproof.manifest/2" });
  const verdict = await judgeRun(copy.runDir);
  expect([verdict.verdict, verdict.sentence.includes("FP-EVID-004")]).toEqual(["CAN'T TELL", true]);
});
