import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { journalEntrySchema } from "../../core/schema/evidence.ts";
import type { Plan } from "../../core/schema/plan.ts";
import { readStimulusEntry, type StimulusEntry } from "../../core/schema/stimulus-journal.ts";
import type { ReplicateVerdict, Verdict } from "../../core/schema/verdict.ts";
import type { CatalogEntry } from "../../drills/catalog.ts";
import { planDigest } from "../../harness/plan/digest.ts";
import { parsePlan } from "../../harness/plan/load-plan.ts";
import { resolvePhases } from "../../harness/plan/profiles.ts";
import { run } from "../../harness/run/run.ts";
import type { StackCommand } from "../../harness/run/stack-process.ts";
import { judgeRun } from "../../reports/judge/judge-run.ts";
import { bundledStack } from "../../scripts/cli/stack-command.ts";
import { MACHINE_CHECKS } from "../fit-machine.ts";
import { testFolder } from "../temp-folder.ts";

/** Seconds of wall time, with a tail in which the stimulus has its place; its figures say nothing about a drop. */
export const examplePlan = (): Plan =>
  parsePlan(
    `schema: fieldproof.plan/1
drop: { name: example }
arrivals: { peakPerSec: 2.6, islandReadsPerSec: 4 }
customers: { intents: { order-held: 35, stock: 40, returns: 25 }, followUpShare: 0.02 }
staffing: { agents: 60, slotsPerAgent: 1, handle: { medianSec: 20, sigma: 0.2 } }
budgets:
  anyReply: { p50Sec: 5, p95Sec: 30 }
  humanReply: { p50Sec: 20, p95Sec: 30 }
  firstContactResolution: { atLeast: 0.8, windowSec: 30 }
profiles:
  smoke: { timeFactor: 20, controlSec: 12, refreshSec: 5, stepSec: 30, tailSec: 100, drainSec: 60, auditSec: 5 }
`,
    "drop.yaml",
  );

export interface ExampleRun {
  readonly runDir: string;
  readonly verdict: Verdict;
  readonly replicate: ReplicateVerdict;
  readonly entries: readonly StimulusEntry[];
  /** False where the machine was too busy to make a load. */
  readonly fit: boolean;
}

async function runOnce(entry: CatalogEntry, k6Path: string, stack: StackCommand): Promise<ExampleRun> {
  const plan = examplePlan();
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
  const first = await runOnce(entry, k6Path, stack);
  return first.fit ? first : runOnce(entry, k6Path, stack);
}
