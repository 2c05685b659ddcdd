import type { StimulusId } from "../contract/stimulus-ids.ts";
import type { RestoreStep } from "../schema/restore-step.ts";
import type { StimulusEntry, StimulusPlanned } from "../schema/stimulus-journal.ts";

/** What a journal says of one stimulus, from the plan to the proof. */
export interface StimulusAccount {
  readonly plan: StimulusPlanned;
  /** Sequence number of `stimulus.planned`. */
  readonly seq: number;
  /** Injected or acted: it was in force at some time. False also when the harness died in between. */
  readonly wasInForce: boolean;
  readonly lapsed: string | null;
  /** True once it was proved undone or restored; what was done before that no longer matters. */
  readonly settled: boolean;
  /** The reason of the last `stimulus.residue`, when nothing has proved it away since. */
  readonly residue: string | null;
}

/** What is left to do at a target. Taking the steps again is safe. */
export interface Outstanding {
  readonly stimulus: StimulusId;
  readonly kind: "reversible" | "one-way";
  readonly target: string;
  readonly faultIds: readonly string[];
  readonly steps: readonly RestoreStep[];
  /** One line a step, for a person. */
  readonly byHand: readonly string[];
  /** Null when the journal ends before anybody said so. */
  readonly residue: string | null;
}

/**
 * Folds the entries of one journal, in its order. A stimulus that was planned counts as in place until it is proved
 * gone: between the plan and `stimulus.injected` nobody knows. Planned again, it is in place again.
 */
export function stimulusAccounts(entries: Iterable<StimulusEntry>): readonly StimulusAccount[] {
  const accounts = new Map<StimulusId, StimulusAccount>();
  for (const entry of entries) {
    if (entry.kind === "stimulus.planned") {
      // The unsettled plan of the same id is not forgotten: its steps are carried on.
      const before = accounts.get(entry.data.stimulus);
      const plan = before === undefined || before.settled ? entry.data : joined(before.plan, entry.data);
      accounts.set(entry.data.stimulus, {
        ...{ plan, seq: entry.seq, wasInForce: false, lapsed: null, settled: false, residue: null },
      });
      continue;
    }
    const account = accounts.get(entry.data.stimulus);
    if (account !== undefined) accounts.set(entry.data.stimulus, { ...account, ...change(entry) });
  }
  return [...accounts.values()];
}

/** What was planned and not proved undone or restored: what `recover` does and the judge calls residue. */
export const outstanding = (entries: Iterable<StimulusEntry>): readonly Outstanding[] =>
  stimulusAccounts(entries)
    .filter((account) => !account.settled)
    .map(({ plan, residue }) => ({
      stimulus: plan.stimulus,
      kind: plan.kind,
      target: plan.target,
      faultIds: plan.faultIds,
      steps: plan.restore,
      byHand: plan.byHand,
      residue,
    }));

const joined = (before: StimulusPlanned, after: StimulusPlanned): StimulusPlanned => ({
  ...after,
  faultIds: [...before.faultIds, ...after.faultIds],
  restore: [...before.restore, ...after.restore],
  byHand: [...before.byHand, ...after.byHand],
});

function change(entry: StimulusEntry): Partial<StimulusAccount> {
  switch (entry.kind) {
    case "stimulus.injected":
    case "stimulus.acted":
      return { wasInForce: true };
    case "stimulus.lapsed":
      return { lapsed: entry.data.reason };
    case "stimulus.undo-proved":
    case "stimulus.restored":
      return { settled: true, residue: null };
    case "stimulus.residue":
      return { settled: false, residue: entry.data.reason };
    default:
      return {};
  }
}
