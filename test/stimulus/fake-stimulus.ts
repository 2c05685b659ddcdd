import type { OneWayStimulus, ReversibleStimulus } from "../../core/contract/stimulus.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { createVirtualClock } from "../../harness/simulation/virtual-clock.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import { prepareStimulus, type StimulusRun } from "../../harness/stimulus/stimulus-run.ts";
import type { LeaseWatchdog } from "../../harness/stimulus/stimulus-context.ts";
import { type Call, FakeTarget, type Mishap } from "./fake-target.ts";

export const LEASE_MS = 3000;

export const reversible = (target: FakeTarget, part: Partial<ReversibleStimulus> = {}): ReversibleStimulus => ({
  id: "origin-slow",
  kind: "reversible",
  phase: "tail",
  leaseMs: LEASE_MS,
  proveLimitMs: 2000,
  steady: target.steady,
  faults: () => [
    { via: "stack-fault", fault: { kind: "origin-slow", delayMs: 500 } },
    { via: "stack-fault", fault: { kind: "origin-down" } },
  ],
  proveEffect: ({ faultIds }) => target.proveHeld(faultIds),
  proveUndo: ({ faultIds }) => target.proveGone(faultIds),
  ...part,
});

export const oneWay = (target: FakeTarget): OneWayStimulus => ({
  id: "cache-purge",
  kind: "one-way",
  phase: "tail",
  proveLimitMs: 2000,
  steady: target.steady,
  act: () => [{ via: "stack-call", method: "POST", path: "/ops/v1/purges", body: "{}", accept: [200] }],
  proveEffect: target.provePurged,
  rollForward: () => [
    { via: "stack-call", method: "POST", path: "/ops/v1/islands/drop/stage", body: null, accept: [200] },
  ],
  proveRestored: target.proveStaged,
});

export interface Staged {
  readonly target: FakeTarget;
  readonly run: StimulusRun;
  readonly faults: string[];
  readonly steps: string[];
  readonly time: ReturnType<typeof createVirtualClock>;
  /** Lets time pass until the stimulus is over; its phase ends after `ms` unless something ended it before. */
  through(ms: number): Promise<void>;
}

export interface StageOptions {
  readonly kind?: "reversible" | "one-way";
  readonly mishap?: (call: Call, nth: number) => Mishap;
  readonly part?: Partial<ReversibleStimulus>;
  readonly ownLease?: boolean;
  readonly watchdog?: LeaseWatchdog | null;
  readonly targetEnded?: () => boolean;
  readonly onStep?: (step: string) => void;
}

/** One stimulus over a fake target, on virtual time. */
export function stage(options: StageOptions = {}): Staged {
  const time = createVirtualClock();
  const clock = { now: time.clock.now, after: time.after };
  const target = new FakeTarget(clock, options.mishap);
  const faults: string[] = [];
  const steps: string[] = [];
  const run = prepareStimulus(
    {
      stimulus: options.kind === "one-way" ? oneWay(target) : reversible(target, options.part),
      view: target.view,
      plan: defaultPlan(),
      timeFactor: 10,
      adapters: { fault: () => target.faultAdapter(options.ownLease), call: () => target.callAdapter() },
      watchdog: options.watchdog ?? null,
      journal: target.journal,
      idPrefix: "r1-1",
      target: "the fake target at http://127.0.0.1:4100",
      targetEnded: options.targetEnded ?? (() => false),
      onStep: options.onStep ?? ((step) => void steps.push(step)),
      onFault: (error) => {
        if (!(error instanceof FieldproofError)) throw new Error("a fault without a code");
        faults.push(error.code);
      },
    },
    clock,
  );
  return {
    ...{ target, run, faults, steps, time },
    through: async (ms) => {
      time.after(ms, () => run.over("phase-ended"));
      run.begin();
      await time.run(run.finished());
    },
  };
}
