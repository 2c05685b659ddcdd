import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OneWayStimulus, Proof, ReversibleStimulus, TargetView } from "../../../core/contract/stimulus.ts";
import { RUN_SCHEMA_ID, type RunRecord } from "../../../core/schema/evidence.ts";
import type { RestoreStep } from "../../../core/schema/restore-step.ts";
import { defaultPlan } from "../../plan/default-plan.ts";
import { openJournal } from "../../evidence/journal.ts";
import type { RestoreAdapter } from "../../faults/fault-adapter.ts";
import type { ProcessMark } from "../../lock/process-mark.ts";
import { runKey, takeLock } from "../../lock/target-lock.ts";
import type { RecoverTools } from "../recover-replicate.ts";

const OPS = "http://127.0.0.1:4004";
export const RUN_ID = "1125T0230-7";

/** A process that ran and has ended. */
export const deadProcess = (): ProcessMark => ({
  pid: spawnSync(process.execPath, ["-e", ""]).pid,
  started: null,
});

/** A target in memory: what is held in it, and how it answers. */
export class FakeTarget {
  readonly held = new Set<string>();
  readonly calls: string[] = [];
  /** A one-way stimulus has left it in a state that its roll forward mends. */
  whole = true;
  answers = true;

  adapterOf(step: RestoreStep): RestoreAdapter {
    return {
      via: step.via,
      restore: async () => {
        if (!this.answers) throw new Error("nobody listens at its address");
        if (step.via === "stack-fault") {
          this.calls.push(`DELETE ${step.faultId}`);
          this.held.delete(step.faultId);
        } else if (step.via === "stack-call") {
          this.calls.push(`${step.method} ${step.path}`);
          this.whole = true;
        }
      },
      standing: async () => {
        if (!this.answers || step.via !== "stack-fault") return "unknown";
        return this.held.has(step.faultId) ? "held" : "gone";
      },
      byHand: () => "",
    };
  }
}

const proof = (proved: boolean, sentence: string): Proof => ({ proved, sentence, figures: {} });

/** The tools of `recover` over a fake target, on a clock that passes as it is waited for. */
export function toolsFor(target: FakeTarget, part: Partial<RecoverTools> = {}): RecoverTools {
  const common = {
    phase: "step",
    proveLimitMs: 200,
    steady: async () => proof(true, ""),
    proveEffect: async () => proof(true, ""),
  };
  const slow: ReversibleStimulus = {
    ...common,
    ...{ id: "origin-slow", kind: "reversible", leaseMs: 5000, faults: () => [] },
    proveUndo: async ({ faultIds }) => proof(target.answers, `answers without ${faultIds.join(", ")}`),
  };
  const purge: OneWayStimulus = {
    ...common,
    ...{ id: "cache-purge", kind: "one-way", act: () => [], rollForward: () => [] },
    proveRestored: async () => proof(target.answers && target.whole, "the island is at every PoP"),
  };
  const view: TargetView = {
    event: "drop",
    pops: ["pop-a"],
    readIsland: async () => ({ status: 0, version: null, keyId: null, cacheStatus: null, signatureGood: null }),
    edgeStatus: async () => null,
    counters: async () => null,
    faults: async () => null,
    timed: async () => ({ status: 0, ms: 0 }),
  };
  let now = 0;
  return {
    adapterOf: (step) => target.adapterOf(step),
    stimulusOf: (_drill, id) => [slow, purge].find((one) => one.id === id),
    viewOf: async () => view,
    targetEnded: async () => false,
    nowMs: () => 1_764_000_000_000,
    time: {
      now: () => now,
      after: (ms, task) => {
        const timer = setImmediate(() => {
          now += ms;
          task();
        });
        return () => clearImmediate(timer);
      },
    },
    ...part,
  };
}

type Entry = readonly [kind: string, data: Record<string, unknown>];

export const slowPlanned = (faultId = "f-1"): Entry => [
  "stimulus.planned",
  {
    stimulus: "origin-slow",
    ...{ kind: "reversible", phase: "step", leaseMs: 5000, faultIds: [faultId] },
    restore: [{ via: "stack-fault", ops: OPS, bearerFile: "/secrets/ops", faultId }],
    byHand: [`curl -X DELETE ${OPS}/ops/v1/faults/${faultId}`],
    target: `staging at ${OPS}`,
  },
];
export const purgePlanned = (): Entry => [
  "stimulus.planned",
  {
    stimulus: "cache-purge",
    ...{ kind: "one-way", phase: "step", leaseMs: null, faultIds: [] },
    restore: [
      {
        ...{ via: "stack-call", ops: OPS, bearerFile: "/secrets/ops", method: "POST" },
        ...{ path: "/ops/v1/islands/drop/stage", body: null, accept: [200] },
      },
    ],
    byHand: [`curl -X POST ${OPS}/ops/v1/islands/drop/stage`],
    target: `staging at ${OPS}`,
  },
];

/** A run folder as a killed harness leaves it, with the locks of that dead process. */
export class LeftRun {
  readonly root: string;
  readonly runDir: string;
  readonly stateDir: string;
  readonly folder = "cache-eviction/1";

  private constructor(root: string) {
    this.root = root;
    this.runDir = join(root, "runs", RUN_ID);
    this.stateDir = join(root, "state");
  }

  static async of(entries: readonly Entry[], owner: ProcessMark | null = deadProcess()): Promise<LeftRun> {
    const left = new LeftRun(await realpath(await mkdtemp(join(tmpdir(), "fieldproof-test-"))));
    await mkdir(join(left.runDir, left.folder), { recursive: true });
    await mkdir(left.stateDir, { mode: 0o700 });
    await writeFile(join(left.runDir, "run.json"), JSON.stringify(runRecord()));
    await writeFile(join(left.runDir, "plan.json"), JSON.stringify(defaultPlan()));
    await left.writeJournal(entries);
    if (owner !== null) await left.lock(owner);
    return left;
  }

  get journal(): string {
    return join(this.runDir, this.folder, "journal.ndjson");
  }

  async writeJournal(entries: readonly Entry[], run = RUN_ID): Promise<void> {
    await rm(this.journal, { force: true });
    const journal = await openJournal(this.journal, { now: () => 1_764_000_000_000 });
    await journal.append("replicate.began", { ...BEGAN, run });
    for (const [kind, data] of entries) await journal.append(kind, data);
    await journal.close();
  }

  async lock(owner: ProcessMark): Promise<void> {
    const order = { keys: ["127.0.0.1:4004", runKey(this.runDir)], target: "staging", runDir: this.runDir };
    await takeLock(order, { stateDir: this.stateDir, leftBehind: async () => null, self: owner });
  }

  path(name: string): string {
    return join(this.runDir, name);
  }

  async kinds(name: string): Promise<string[]> {
    const text = await readFile(join(this.runDir, this.folder, name), "utf8");
    return text
      .split("\n")
      .filter(Boolean)
      .map((line) => String(JSON.parse(line).kind));
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }
}

const BEGAN = {
  ...{ profile: "smoke", drills: ["cache-eviction"], replicates: 1, planDigest: "a".repeat(64) },
  ...{ drill: "cache-eviction", replicate: 1, seed: 7, timeFactor: 10 },
};

const runRecord = (): RunRecord => ({
  schema: RUN_SCHEMA_ID,
  id: RUN_ID,
  startedAt: "2026-11-25T02:30:00.000Z",
  endedAt: null,
  profile: "smoke",
  drills: ["cache-eviction"],
  replicates: 1,
  planDigest: "a".repeat(64),
  target: "staging",
  aborted: null,
  versions: {},
  machine: { cpu: "test", cores: 2, memoryMb: 1000, platform: "linux-x64" },
});
