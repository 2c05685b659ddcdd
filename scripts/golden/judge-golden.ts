import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Verdict } from "../../core/schema/verdict.ts";
import { judgeRun } from "../../reports/judge/judge-run.ts";
import { verdictText } from "../cli/outputs.ts";
import { EVIDENCE_FILE, type GoldenCase, goldenFolder } from "./cases.ts";
import { unpackRun } from "./pack.ts";

/** Unpacks the recorded run into a fresh folder below `parent`; returns that folder. */
export async function openGolden(root: string, golden: GoldenCase, parent: string): Promise<string> {
  const runDir = await mkdtemp(join(parent, `${golden.drill}-${golden.name}-`));
  await unpackRun(await readFile(join(root, goldenFolder(golden), EVIDENCE_FILE)), runDir);
  return runDir;
}

/** Judges the recorded run from its evidence: its verdict, and the bytes that verdict.json holds for it. */
export async function judgeGolden(
  root: string,
  golden: GoldenCase,
): Promise<{ readonly verdict: Verdict; readonly text: string }> {
  const runDir = await openGolden(root, golden, tmpdir());
  try {
    const verdict = await judgeRun(runDir);
    return { verdict, text: verdictText(verdict) };
  } finally {
    await rm(runDir, { recursive: true, force: true });
  }
}
