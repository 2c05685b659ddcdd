import { fileURLToPath } from "node:url";
import type { ContactScript } from "../../core/contract/script.ts";
import type { Plan } from "../../core/schema/plan.ts";
import type { ObjectiveResult, ReplicateVerdict, Verdict } from "../../core/schema/verdict.ts";
import { planDigest } from "../../harness/plan/digest.ts";
import { nanoDropLoad } from "../../drills/nano-drop/load.ts";
import { parsePlan } from "../../harness/plan/load-plan.ts";
import { resolvePhases } from "../../harness/plan/profiles.ts";
import { drawLoad } from "../../harness/run/draw-load.ts";
import { run } from "../../harness/run/run.ts";
import type { RunOptions } from "../../harness/run/run.ts";
import type { StackCommand } from "../../harness/run/stack-process.ts";
import { judgeRun } from "../../reports/judge/judge-run.ts";
import { MACHINE_CHECKS } from "../fit-machine.ts";
import { testFolder } from "../temp-folder.ts";
import { factsOf } from "./knowledge.ts";

const SERVER = fileURLToPath(new URL("server.ts", import.meta.url));
/** A stub alone on a busy machine is slow, too. */
const OF_THE_MACHINE = [...MACHINE_CHECKS, "system-time-share"];

/**
 * A drop within seconds of wall time: twenty simulated seconds each, budgets to match, staff enough for everybody. Its
 * figures say nothing about a drop.
 */
export const stubPlan = (stepSec: number): Plan =>
  parsePlan(
    `schema: fieldproof.plan/1
drop: { name: stub }
arrivals: { peakPerSec: 2.6, islandReadsPerSec: 4 }
customers: { intents: { order-held: 35, stock: 40, returns: 25 }, followUpShare: 0.02 }
staffing: { agents: 60, slotsPerAgent: 1, handle: { medianSec: 20, sigma: 0.2 } }
budgets:
  anyReply: { p50Sec: 5, p95Sec: 30 }
  humanReply: { p50Sec: 20, p95Sec: 30 }
  firstContactResolution: { atLeast: 0.8, windowSec: 30 }
profiles:
  smoke: { timeFactor: 20, controlSec: 12, refreshSec: 5, stepSec: ${stepSec}, tailSec: 0, drainSec: 60, auditSec: 5 }
`,
    "drop.yaml",
  );

const optionsFor = (plan: Plan): Omit<RunOptions, "runsDir" | "k6Path" | "target"> => ({
  plan,
  planDigest: planDigest(plan),
  planPath: null,
  profile: "smoke",
  phases: resolvePhases(plan, "smoke"),
  arrivalsSec: null,
  drills: ["nano-drop"],
  replicates: 1,
  versions: {},
  browser: { reason: "the stub has no page" },
  signal: new AbortController().signal,
  onProgress: () => {},
});

/** The customers whom the stub will meet under this plan, without a run. */
export const scriptsOf = (plan: Plan): readonly ContactScript[] => {
  const once = { replicate: 1, seed: plan.seed, runId: "x", entry: { load: nanoDropLoad } };
  const options = { ...optionsFor(plan), ...once };
  const facts = factsOf(plan.drop.event, plan.drop.items, () => false);
  return drawLoad(options, facts, ["pop-a", "pop-b"]).contacts;
};

export interface StubRun {
  readonly runDir: string;
  readonly verdict: Verdict;
  readonly replicate: ReplicateVerdict;
  /** False where the machine was too busy to make a load: then no run can come out as a READY or as a NOT READY. */
  readonly fit: boolean;
}

/** How the stub is started that tells these lies. */
export const stubStack = (lies: readonly string[]): StackCommand => ({
  command: process.execPath,
  args: ["--disable-warning=ExperimentalWarning", SERVER, ...lies.flatMap((lie) => ["--lie", lie])],
});

const drilledOnce = async (k6Path: string, lies: readonly string[], plan: Plan): Promise<StubRun> => {
  const { runDir } = await run({
    ...optionsFor(plan),
    runsDir: await testFolder("stub"),
    k6Path,
    target: {
      ...{ kind: "bundled", defects: [], benign: [] },
      stack: stubStack(lies),
    },
  });
  const verdict = await judgeRun(runDir);
  const replicate = verdict.drills.find(({ drill }) => drill === "nano-drop")?.replicates[0];
  if (replicate === undefined) throw new Error("nano-drop was not judged");
  const fit = replicate.validity.every(({ id, ok }) => ok || !OF_THE_MACHINE.includes(id));
  return { runDir, verdict, replicate, fit };
};

/**
 * Drills the stub, which tells `lies` (`name`, or `name=250` for the contact at that place alone), and judges it. A run
 * that the machine was too busy for proves nothing: it is done again, once.
 */
export async function drillStub(k6Path: string, lies: readonly string[], plan: Plan = stubPlan(36)): Promise<StubRun> {
  const first = await drilledOnce(k6Path, lies, plan);
  return first.fit || first.replicate.validity.some(({ id, ok }) => id === "load-started" && !ok)
    ? first
    : drilledOnce(k6Path, lies, plan);
}

interface Judged {
  readonly objectives: readonly ObjectiveResult[];
}

/** Ids of the key objectives that were missed, in the drill's order: the first is the reason. */
export const missedIn = ({ objectives }: Judged): string[] =>
  objectives.filter(({ key, status }) => key && status === "missed").map(({ id }) => id);

export const exampleOf = ({ objectives }: Judged, id: string) => objectives.find((one) => one.id === id)?.examples[0];
