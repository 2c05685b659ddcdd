import { z } from "zod";
import { STIMULUS_IDS, type StimulusId } from "../contract/stimulus-ids.ts";
import { restoreStepSchema } from "./restore-step.ts";
import { faultIdSchema } from "./stack-fault.ts";

/**
 * What the journal says of a stimulus, in the order in which it is written: `steady.before`, `stimulus.planned` (on the
 * disk before anything is sent), then `stimulus.injected` or `stimulus.acted`, `stimulus.effect`, `stimulus.undone` or
 * `stimulus.rolled-forward`, at last `stimulus.undo-proved`, `stimulus.restored` or `stimulus.residue`, and
 * `steady.after`. An entry that is absent means that it was not done, or that nobody knows.
 */
const stimulus = z.enum(STIMULUS_IDS as readonly [StimulusId, ...StimulusId[]]);
const sentence = z.string().max(2000);
/** One line a step, without a secret: what a person would type. */
const byHand = z.array(z.string().max(2000)).max(64);
const figures = z.record(z.string().max(100), z.union([z.number(), z.string().max(1000), z.null()]));
const proof = { stimulus, proved: z.boolean(), sentence, figures };
/** Who took the step; absent: the harness that put the stimulus in place. */
const by = z.enum(["recover", "watchdog"]).optional();

export const stimulusPlannedSchema = z.strictObject({
  stimulus,
  kind: z.enum(["reversible", "one-way"]),
  /** The phase of the load with which it begins, and ends. */
  phase: z.string().max(100),
  /** Wall ms after which the target heals itself; null for what is rolled forward. */
  leaseMs: z.number().int().positive().nullable(),
  faultIds: z.array(faultIdSchema).max(64),
  /** Undo or roll-forward, in the order in which the steps are taken. */
  restore: z.array(restoreStepSchema).max(64),
  /** Of each step of `restore`, in its order. */
  byHand,
  /** The target in words and, where it has one, with its address. */
  target: z.string().max(500),
});

/** Whether a step of `restore`, by its index, was taken. */
const takenStep = z.strictObject({ step: z.number().int().nonnegative(), done: z.boolean(), reason: sentence });

/** How the lease was kept while the fault was in force, and whether its holder still held it when the undo began. */
const lease = z.strictObject({
  renewals: z.number().int().nonnegative(),
  /** Longest wall ms between two renewals that came through, the injection and the begin of the undo among them. */
  longestGapMs: z.number().nonnegative(),
  atEnd: z.enum(["held", "gone", "unknown"]),
});

const kinds = {
  "steady.before": z.strictObject(proof),
  "stimulus.planned": stimulusPlannedSchema,
  "stimulus.injected": z.strictObject({ stimulus, faultIds: z.array(faultIdSchema).max(64) }),
  "stimulus.acted": z.strictObject({ stimulus, calls: z.number().int().nonnegative() }),
  "stimulus.lapsed": z.strictObject({ stimulus, faultId: faultIdSchema, reason: sentence }),
  "stimulus.effect": z.strictObject(proof),
  "stimulus.undone": z.strictObject({
    stimulus,
    steps: z.array(takenStep).max(64),
    /** Absent where it was never in force, or where another than the runner undid it. */
    lease: lease.optional(),
    by,
  }),
  "stimulus.rolled-forward": z.strictObject({ stimulus, steps: z.array(takenStep).max(64), by }),
  "stimulus.undo-proved": z.strictObject({ stimulus, sentence, figures, by }),
  "stimulus.restored": z.strictObject({ stimulus, sentence, figures, by }),
  "stimulus.residue": z.strictObject({ stimulus, reason: sentence, byHand, by }),
  "steady.after": z.strictObject(proof),
} as const;

type Kinds = typeof kinds;
export type StimulusEntryKind = keyof Kinds;

/** One entry of a journal that speaks of a stimulus; `at` is epoch ms of the harness's clock. */
export type StimulusEntry = {
  [K in StimulusEntryKind]: {
    readonly kind: K;
    readonly seq: number;
    readonly at: number;
    readonly data: z.infer<Kinds[K]>;
  };
}[StimulusEntryKind];

/** The data of each kind, for whoever writes it. */
export type StimulusEntryData = { readonly [K in StimulusEntryKind]: z.infer<Kinds[K]> };
export type TakenStep = z.infer<typeof takenStep>;
export type StimulusPlanned = z.infer<typeof stimulusPlannedSchema>;

const isKind = (kind: string): kind is StimulusEntryKind => Object.hasOwn(kinds, kind);

/**
 * Reads one journal entry. `none`: it speaks of no stimulus. `unreadable`: it does, and not in a form that this version
 * knows: whoever undoes or judges must then say so instead of passing over it.
 */
export function readStimulusEntry(entry: {
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly data: unknown;
}): { is: "entry"; entry: StimulusEntry } | { is: "none" } | { is: "unreadable"; kind: string; seq: number } {
  const { seq, at, kind } = entry;
  if (!isKind(kind))
    return kind.startsWith("stimulus.") || kind.startsWith("steady.")
      ? { is: "unreadable", kind, seq }
      : { is: "none" };
  const parsed = z.safeParse(kinds[kind], entry.data);
  if (!parsed.success) return { is: "unreadable", kind, seq };
  // The schema was chosen by the kind; the compiler cannot follow that from one to the other.
  return { is: "entry", entry: { kind, seq, at, data: parsed.data } as StimulusEntry };
}
