import type { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { trustedKeys } from "../../drills/targets/reference/trusted-keys.ts";
import type { Journal } from "../evidence/journal.ts";
import { faultAdapter, oneWayAdapter } from "../faults/adapters.ts";
import { nodeCrypto } from "../ports/node-ports.ts";
import type { LeaseWatchdog, OverReason } from "../stimulus/stimulus-context.ts";
import { prepareStimulus } from "../stimulus/stimulus-run.ts";
import { createTargetView } from "../stimulus/target-view.ts";
import type { ReplicateOptions } from "./replicate-options.ts";
import { targetName, type TargetSession } from "./target-session.ts";

/** Longer than the slowest fault that is looked at by a timed read. */
const LOOK_LIMIT_MS = 4000;

/** The stimulus of a replicate, as the load tells it what happens. Nothing throws. */
export interface ReplicateStimulus {
  /** A phase of the load began: the stimulus's own, or the one that ends it. */
  phaseBegan(name: string): void;
  over(reason: OverReason): void;
  /** The load has ended, whatever its cause: resolves when the target is whole again, or is known not to be. */
  settled(): Promise<void>;
}

const NONE: ReplicateStimulus = { phaseBegan: () => {}, over: () => {}, settled: async () => {} };

export interface ReplicateStimulusOptions {
  readonly replicate: ReplicateOptions;
  readonly target: TargetSession;
  readonly islandKeyPems: readonly string[];
  readonly watchdog: LeaseWatchdog | null;
  readonly journal: Journal;
  readonly onFault: (error: FieldproofError) => void;
}

/** Ids of faults are lower case: a proxy's toxics take no other, and each drill of a run has its own. */
const idPrefixOf = ({ runId, entry, replicate }: ReplicateOptions): string =>
  `${runId}-${entry.definition.meta.id}-${replicate}`.toLowerCase();

/** Ties the runner of stimuli to a replicate: its phases, its target's life, and both interrupts. */
export async function replicateStimulus(options: ReplicateStimulusOptions): Promise<ReplicateStimulus> {
  const { target, journal } = options;
  const { entry, plan, phases, signal, hurry } = options.replicate;
  const { stimulus } = entry;
  if (stimulus.kind === "none") return NONE;
  let ended = false;
  const run = prepareStimulus({
    stimulus,
    view: createTargetView({
      event: plan.drop.event,
      addresses: target.addresses,
      opsBearer: target.secrets.opsBearer,
      agentBearer: target.secrets.agentBearer,
      trusted: await trustedKeys(options.islandKeyPems, nodeCrypto),
      requestTimeoutMs: LOOK_LIMIT_MS,
    }),
    plan,
    timeFactor: phases.timeFactor,
    adapters: {
      fault: (order) => faultAdapter(order, target.ways, target.reach),
      call: (call) => oneWayAdapter(call, target.ways, target.reach),
    },
    watchdog: options.watchdog,
    journal,
    idPrefix: idPrefixOf(options.replicate),
    target: `${targetName(options.replicate.target)} at ${target.addresses.ops}`,
    targetEnded: () => ended,
    onFault: options.onFault,
    onStep: (step) => {
      const reversible = stimulus.kind === "reversible";
      options.replicate.onProgress({ kind: "stimulus", id: stimulus.id, reversible, step });
    },
  });
  void target.exited?.then(() => {
    ended = true;
    run.over("target-ended");
  });
  const aborted = (): void => run.over("aborted");
  const hurried = (): void => run.hurry();
  if (signal.aborted) aborted();
  else signal.addEventListener("abort", aborted, { once: true });
  if (hurry?.aborted === true) hurried();
  else hurry?.addEventListener("abort", hurried, { once: true });

  let begun = false;
  return {
    phaseBegan: (name) => {
      if (name === stimulus.phase) {
        begun = true;
        run.begin();
      } else if (begun) run.over("phase-ended");
    },
    over: (reason) => run.over(reason),
    settled: async () => {
      run.over("load-ended");
      await run.finished();
      signal.removeEventListener("abort", aborted);
      hurry?.removeEventListener("abort", hurried);
    },
  };
}
