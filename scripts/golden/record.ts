import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verdictSchema } from "../../core/schema/verdict.ts";
import { main } from "../cli.ts";
import { EVIDENCE_FILE, type GoldenCase, goldenFolder, goldenPlan } from "./cases.ts";
import { packRun } from "./pack.ts";

/** A busy machine spoils a run now and then; more often it is no machine to record on. */
const MOST_TRIES = 3;

/**
 * Runs the case live and puts its evidence in place of the recorded one.
 * @throws Error when the plan could not be run, or three runs did not come out as the case must
 */
export async function recordGolden(root: string, golden: GoldenCase): Promise<void> {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const runs = await mkdtemp(join(tmpdir(), "fieldproof-golden-"));
    try {
      const defects = golden.defects.flatMap((name) => ["--defect", name]);
      await main(["run", join(root, goldenPlan(golden)), "--only", golden.drill, "--runs", runs, ...defects]);
      const id = (await readdir(runs, { withFileTypes: true })).find((one) => one.isDirectory())?.name;
      if (id === undefined) throw new Error(`${goldenPlan(golden)} could not be run; see above`);
      const runDir = join(runs, id);
      const { verdict } = verdictSchema.parse(JSON.parse(await readFile(join(runDir, "verdict.json"), "utf8")));
      if (verdict !== golden.verdict) continue;
      const folder = join(root, goldenFolder(golden));
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, EVIDENCE_FILE), await packRun(runDir));
      return;
    } finally {
      await rm(runs, { recursive: true, force: true });
    }
  }
  throw new Error(`no run of ${MOST_TRIES} came out ${golden.verdict}`);
}
