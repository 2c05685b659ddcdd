import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { journalEntrySchema } from "../../core/schema/evidence.ts";
import type { Plan } from "../../core/schema/plan.ts";
import { readStimulusEntry, type StimulusEntry } from "../../core/schema/stimulus-journal.ts";
import type { ReplicateVerdict, Verdict } from "../../core/schema/verdict.ts";
import type { CatalogEntry } from "../../drills/catalog.ts";
import { planDigest } from "../../harness/plan/digest.ts";
import { resolvePhases } from "../../harness/plan/profiles.ts";
import { run } from "../../harness/run/run.ts";
import type { StackCommand } from "../../harness/run/stack-process.ts";
import { judgeRun } from "../../reports/judge/judge-run.ts";
import { bundledStack } from "../../scripts/cli/stack-command.ts";
import { MACHINE_CHECKS } from "../fit-machine.ts";
import { testFolder } from "../temp-folder.ts";
import { examplePlan } from "./example-plan.ts";

export interface ExampleRun {
  readonly runDir: string;
  readonly verdict: Verdict;
  readonly replicate: ReplicateVerdict;
  readonly entries: readonly StimulusEntry[];
  /** False where the machine was too busy to make a load. */
  readonly fit: boolean;
}

/** Runs the example once, whatever comes of it. */
export async function runExampleOnce(
  entry: CatalogEntry,
  k6Path: string,
  stack: StackCommand = bundledStack(),
  plan: Plan = examplePlan(),
): Promise<ExampleRun> {
  const { runDir } = await run({
    ...{ plan, planDigest: planDigest(plan), planPath: null, profile: "smoke", phases: resolvePhases(plan, "smoke") },
    ...{
      arrivalsSec: null,
      drills: ["nano-drop"],
      replicates: 1,
      runsDir: await testFolder("example"),
      k6Path,
      versions: {},
    },
    browser: { reason: "these runs are about the stimulus" },
    target: { kind: "bundled", stack, defects: [], benign: [] },
    catalog: [entry],
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  const verdict = await judgeRun(runDir, [entry]);
  const replicate = verdict.drills.find(({ drill }) => drill === "nano-drop")?.replicates[0];
  if (replicate === undefined) throw new Error("the example was not judged");
  const fit = replicate.validity.every(({ id, ok }) => ok || ![...MACHINE_CHECKS, "system-time-share"].includes(id));
  return { runDir, verdict, replicate, entries: await stimulusEntries(runDir), fit };
}

/** What the journal says of the stimulus. */
async function stimulusEntries(runDir: string): Promise<readonly StimulusEntry[]> {
  const text = await readFile(join(runDir, "nano-drop", "1", "journal.ndjson"), "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => {
      const read = readStimulusEntry(journalEntrySchema.parse(JSON.parse(line)));
      return read.is === "entry" ? [read.entry] : [];
    });
}

/** Runs the example, and once more when the machine was too busy for the first run to say anything. */
export async function runExample(
  entry: CatalogEntry,
  k6Path: string,
  stack: StackCommand = bundledStack(),
): Promise<ExampleRun> {
  const first = await runExampleOnce(entry, k6Path, stack);
  return first.fit ? first : runExampleOnce(entry, k6Path, stack);
}
