import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { planSchema } from "../../../core/schema/plan.ts";
import { planDigest } from "../../../harness/plan/digest.ts";
import { resolvePhases } from "../../../harness/plan/profiles.ts";
import { run } from "../../../harness/run/run.ts";
import { locateK6 } from "../../cli/k6-location.ts";
import { bundledStack } from "../../cli/stack-command.ts";
import { versions } from "../../cli/versions.ts";
import { type Comparison, median } from "../bench-figures.ts";
import { readCpuSec, writeMeteredK6 } from "./metered-k6.ts";

const STRIP = fileURLToPath(new URL("./strip-recording.ts", import.meta.url));
const TURNS = 2;

/** A drop of some seconds that keeps k6 busy: more people than any queue could form behind. */
const PLAN = planSchema.parse({
  schema: "fieldproof.plan/1",
  drop: { name: "Bench drop", items: 200 },
  arrivals: { peakPerSec: 2, islandReadsPerSec: 2 },
  staffing: { agents: 60, slotsPerAgent: 2, handle: { medianSec: 40, sigma: 0.2 } },
  profiles: {
    smoke: { timeFactor: 10, controlSec: 5, refreshSec: 5, stepSec: 200, tailSec: 0, drainSec: 75, auditSec: 5 },
  },
});

interface Side {
  readonly contacts: number;
  readonly k6CpuSec: number;
  /** Of the harness beside it, from before the target's boot to the seal. */
  readonly harnessCpuSec: number;
  /** Of it, what was spent from the load's first phase to the target's exports. */
  readonly harnessLoadCpuSec: number;
  readonly perSec: number;
}

const cpuSecSince = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

async function sideOf(recording: boolean, k6Path: string, signal: AbortSignal): Promise<Side> {
  const folder = await mkdtemp(join(tmpdir(), "fieldproof-bench-pipeline-"));
  try {
    const [metered, timesFile] = [join(folder, "k6"), join(folder, "times")];
    await writeMeteredK6(metered, { k6Path, timesFile, strip: recording ? null : STRIP });
    const before = process.cpuUsage();
    const load = { fromSec: Number.NaN, toSec: Number.NaN };
    const { runDir, replicates } = await run({
      ...{ plan: PLAN, planDigest: planDigest(PLAN), planPath: null, profile: "smoke" },
      ...{ phases: resolvePhases(PLAN, "smoke"), arrivalsSec: null, drills: ["nano-drop"], replicates: 1 },
      ...{ runsDir: join(folder, "runs"), stateDir: join(folder, "state"), k6Path: metered },
      ...{ browser: { reason: "left out of a bench" }, versions: await versions("bench"), signal },
      target: { kind: "bundled", stack: bundledStack(), defects: [], benign: [] },
      onProgress: (progress) => {
        if (progress.kind !== "phase") return;
        if (progress.name === "audit") load.toSec = cpuSecSince(before);
        else if (Number.isNaN(load.fromSec)) load.fromSec = cpuSecSince(before);
      },
    });
    const harnessCpuSec = cpuSecSince(before);
    const [replicate] = replicates;
    if (replicate === undefined || replicate.faults.length > 0 || replicate.aborted)
      throw new Error(`the bench's run failed: ${replicate?.faults[0]?.message ?? "it was stopped"}`);
    const recorded = (await readFile(join(runDir, "nano-drop", "1", "contacts.ndjson"), "utf8")).split("\n").length - 1;
    if (recorded !== (recording ? replicate.plannedContacts : 0))
      throw new Error(`${recorded} contacts were recorded of ${replicate.plannedContacts}`);
    const [from, to] = ["control", "step"].map((name) => replicate.phases.find((phase) => phase.name === name));
    return {
      contacts: replicate.plannedContacts,
      k6CpuSec: await readCpuSec(timesFile),
      harnessCpuSec,
      harnessLoadCpuSec: load.toSec - load.fromSec,
      perSec: replicate.plannedContacts / (((to?.toMs ?? 0) - (from?.fromMs ?? 0)) / 1000),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The pipeline that makes load, against the same scenario in the same k6 with its recording taken out: the same customers,
 * requests and proofs. CPU is what a generator runs out of, so contacts a CPU second say how many it can carry. Turn by
 * turn on the same machine; the stack's own CPU is in neither side.
 */
export async function benchPipeline(signal: AbortSignal): Promise<Comparison> {
  const { path } = await locateK6();
  const whole: Side[] = [];
  const bare: Side[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    bare.push(await sideOf(false, path, signal));
    whole.push(await sideOf(true, path, signal));
  }
  const cpuMs = (sides: readonly Side[], of: (side: Side) => number): number =>
    median(sides.map((side) => (1000 * of(side)) / side.contacts));
  const [k6Whole, k6Bare] = [whole, bare].map((sides) => cpuMs(sides, ({ k6CpuSec }) => k6CpuSec));
  const pipeline = cpuMs(whole, ({ k6CpuSec, harnessCpuSec }) => k6CpuSec + harnessCpuSec);
  const loading = cpuMs(whole, ({ k6CpuSec, harnessLoadCpuSec }) => k6CpuSec + harnessLoadCpuSec);
  const onceSec = median(whole.map(({ harnessCpuSec, harnessLoadCpuSec }) => harnessCpuSec - harnessLoadCpuSec));
  const ratio = (of: number): number => (k6Bare ?? Number.NaN) / of;
  return {
    figures: {
      "contacts a turn": whole[0]?.contacts ?? 0,
      "contacts/s, both sides (scheduled, all lived)": whole[0]?.perSec ?? 0,
      "bare k6, CPU ms a contact": k6Bare ?? Number.NaN,
      "recording k6, CPU ms a contact": k6Whole ?? Number.NaN,
      "k6 and harness, CPU ms a contact": pipeline,
      "k6 and harness while it loads, CPU ms a contact": loading,
      "harness before and behind the load, CPU s a run": onceSec,
      "bare k6, contacts a CPU second": 1000 / (k6Bare ?? Number.NaN),
      "recording k6, contacts a CPU second": 1000 / (k6Whole ?? Number.NaN),
    },
    ratios: [
      { name: "bare / recording k6, CPU a contact", value: ratio(k6Whole ?? Number.NaN), bound: "at least", aim: 0.9 },
      { name: "bare k6 / k6 and harness while it loads", value: ratio(loading), bound: "at least", aim: 0.9 },
      { name: "bare k6 / k6 and harness, CPU a contact", value: ratio(pipeline), bound: "at least", aim: 0.9 },
    ],
  };
}
