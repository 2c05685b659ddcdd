import type { DrillStimulus } from "../../core/contract/stimulus.ts";
import {
  type Outstanding,
  outstanding,
  type StimulusAccount,
  stimulusAccounts,
} from "../../core/judging/stimulus-ledger.ts";
import type { JournalEntry, ReplicateRecord } from "../../core/schema/evidence.ts";
import { readStimulusEntry, type StimulusEntry, type StimulusEntryKind } from "../../core/schema/stimulus-journal.ts";
import type { Chart, ReplicateVerdict, Residue, ValidityCheck } from "../../core/schema/verdict.ts";

export interface StimulusFindings {
  /** Whether everything that was done to the target was proved undone or restored; null where nothing was done. */
  readonly whole: ValidityCheck | null;
  /** Empty for a drill that does nothing to its target. */
  readonly checks: readonly ValidityCheck[];
  readonly residue: readonly Omit<Residue, "drill" | "replicate">[];
  /** Null for a drill that does nothing to its target. */
  readonly stimulus: NonNullable<ReplicateVerdict["stimulus"]> | null;
  /** When it was in force, simulated seconds from T0; null when it was not, or nobody knows. */
  readonly band: Chart["bands"][number] | null;
}

/** Folds what a journal, and the recoveries behind it, say of the stimulus that the drill asks for. */
export interface StimulusChecks {
  journal(entry: Pick<JournalEntry, "seq" | "at" | "kind" | "data">): void;
  /** What `recover` did afterwards, behind the whole journal. */
  recovery(entry: Pick<JournalEntry, "seq" | "at" | "kind" | "data">): void;
  finish(replicate: Pick<ReplicateRecord, "t0" | "timeFactor">): StimulusFindings;
}

const check = (
  id: string,
  ok: boolean,
  sentence: string,
  value: number | null = null,
  limit: number | null = null,
): ValidityCheck => ({ id, ok, sentence, value, limit });

/** Absence proves nothing: what the journal does not say is not so. */
export function createStimulusChecks(wanted: DrillStimulus): StimulusChecks {
  const entries: StimulusEntry[] = [];
  const unreadable: string[] = [];
  let leftByRun: number | null = null;
  const take = (entry: Pick<JournalEntry, "seq" | "at" | "kind" | "data">): void => {
    const read = readStimulusEntry(entry);
    if (read.is === "entry") entries.push(read.entry);
    else if (read.is === "unreadable") unreadable.push(`${read.kind} (entry ${read.seq})`);
  };
  return {
    journal: take,
    recovery: (entry) => {
      leftByRun ??= outstanding(entries).length;
      take(entry);
    },
    finish: (replicate) => {
      const left = outstanding(entries);
      const whole = wholeCheck(entries, left, leftByRun ?? left.length);
      const residue = left.map(({ stimulus, target, byHand, residue: reason }) => ({
        stimulus,
        target,
        reason: reason ?? "nobody proved that it is gone",
        byHand: [...byHand],
      }));
      const unread =
        unreadable.length === 0
          ? []
          : [
              check(
                "stimulus-readable",
                false,
                `The journal speaks of a stimulus in a form that this version does not read: ${unreadable.join(", ")}.`,
                unreadable.length,
                0,
              ),
            ];
      if (wanted.kind === "none") return { whole, checks: unread, residue, stimulus: null, band: null };
      const own = entries.filter(({ data }) => data.stimulus === wanted.id);
      const account = stimulusAccounts(own).at(-1);
      const proved = account?.settled === true;
      return {
        whole,
        checks: [...unread, ...checksOf(wanted, own, account)],
        residue,
        stimulus: {
          ...{ id: wanted.id, kind: wanted.kind, phase: wanted.phase },
          state: account === undefined ? "not-done" : proved ? "proved" : "residue",
        },
        band: bandOf(wanted.id, own, replicate),
      };
    },
  };
}

function wholeCheck(
  entries: readonly StimulusEntry[],
  left: readonly Outstanding[],
  leftByRun: number,
): ValidityCheck | null {
  if (!entries.some(({ kind }) => kind === "stimulus.planned")) return null;
  const sentence =
    left.length > 0
      ? left.map(({ stimulus, target }) => `RESIDUE: ${stimulus} may still be in place at ${target}.`).join(" ")
      : leftByRun > 0
        ? "What the run left at its target was undone and proved by a recovery afterwards."
        : "Everything that was done to the target was proved undone.";
  return check("target-whole", left.length === 0, sentence, left.length, 0);
}

const lastOf = <K extends StimulusEntryKind>(entries: readonly StimulusEntry[], kind: K) =>
  entries.findLast((entry): entry is Extract<StimulusEntry, { kind: K }> => entry.kind === kind);

function checksOf(
  wanted: Exclude<DrillStimulus, { kind: "none" }>,
  own: readonly StimulusEntry[],
  account: StimulusAccount | undefined,
): ValidityCheck[] {
  const before = lastOf(own, "steady.before")?.data;
  const effect = lastOf(own, "stimulus.effect")?.data;
  const after = lastOf(own, "steady.after")?.data;
  return [
    check(
      "steady-before",
      before?.proved === true,
      before === undefined
        ? `That the target was well before ${wanted.id} was never looked at.`
        : `Before ${wanted.id}: ${before.sentence}.`,
    ),
    check(
      "stimulus-effect",
      effect?.proved === true && account?.wasInForce === true,
      effect === undefined ? `${wanted.id} was never proved to have an effect.` : `${wanted.id}: ${effect.sentence}.`,
    ),
    ...(wanted.kind === "reversible" ? [leaseCheck(wanted.id, own, account)] : []),
    endCheck(wanted, own, account),
    check(
      "steady-after",
      after?.proved === true,
      after === undefined
        ? `That the target was well again after ${wanted.id} was never looked at.`
        : `After ${wanted.id}: ${after.sentence}.`,
    ),
  ];
}

/** Held to the end by the word of whoever holds it, and renewed in time by the harness's own clock. */
function leaseCheck(id: string, own: readonly StimulusEntry[], account: StimulusAccount | undefined): ValidityCheck {
  const lease = lastOf(own, "stimulus.undone")?.data.lease;
  const leaseMs = account?.plan.leaseMs ?? null;
  const lapsed = account?.lapsed ?? null;
  const gapMs = lease?.longestGapMs ?? null;
  const ok = lapsed === null && lease?.atEnd === "held" && gapMs !== null && leaseMs !== null && gapMs < leaseMs;
  const sentence =
    lapsed !== null
      ? `The lease of ${id} lapsed while it should have been in force: ${lapsed}.`
      : lease === undefined || gapMs === null
        ? `Nobody knows whether the lease of ${id} held to its end.`
        : lease.atEnd !== "held"
          ? `At its end nobody could say that ${id} was still in force.`
          : `The lease of ${id} was renewed ${lease.renewals} times, at the longest after ${gapMs.toFixed(0)} ms of ${leaseMs ?? 0} ms.`;
  return check("lease-held", ok, sentence, gapMs, leaseMs);
}

function endCheck(
  wanted: Exclude<DrillStimulus, { kind: "none" }>,
  own: readonly StimulusEntry[],
  account: StimulusAccount | undefined,
): ValidityCheck {
  const reversible = wanted.kind === "reversible";
  const id = reversible ? "undo-proved" : "restored";
  const done = reversible ? "undone" : "rolled forward";
  const proof = lastOf(own, reversible ? "stimulus.undo-proved" : "stimulus.restored")?.data;
  if (account === undefined)
    return check(id, false, `${wanted.id} was never begun, so nothing of it could be ${done}.`);
  if (!account.settled)
    return check(id, false, `${wanted.id} was not proved ${done}: ${account.residue ?? "nobody looked"}.`);
  const by = proof?.by === undefined ? "" : ` by ${proof.by}`;
  return check(id, true, `${wanted.id} was ${done}${by}, and proved so: ${proof?.sentence ?? ""}.`);
}

function bandOf(
  id: string,
  own: readonly StimulusEntry[],
  { t0, timeFactor }: Pick<ReplicateRecord, "t0" | "timeFactor">,
): StimulusFindings["band"] {
  const from = lastOf(own, "stimulus.injected") ?? lastOf(own, "stimulus.acted");
  const to = lastOf(own, "stimulus.undone") ?? lastOf(own, "stimulus.rolled-forward");
  if (t0 === null || from === undefined || to === undefined || to.at < from.at) return null;
  const toSec = (at: number): number => ((at - t0) * timeFactor) / 1000;
  return { label: id, from: Math.max(0, toSec(from.at)), to: Math.max(0, toSec(to.at)) };
}
