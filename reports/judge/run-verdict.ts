import type { StaffingUse } from "../../core/contract/drill.ts";
import { type Carried, carriedOf } from "../../core/judging/not-run.ts";
import { QUEUE_DRILLS, type RunVerdict } from "../../core/contract/ids.ts";
import { EXIT, type ExitCode, worstExit } from "../../core/errors/exit-codes.ts";
import { replicateBound } from "../../core/statistics/replicate-bound.ts";
import type { RunRecord } from "../../core/schema/evidence.ts";
import { remediesOf } from "./remedies.ts";
import type { Plan } from "../../core/schema/plan.ts";
import { type DrillVerdictRecord, type Residue, VERDICT_SCHEMA_ID, type Verdict } from "../../core/schema/verdict.ts";

const DAY_MS = 86_400_000;
const EXIT_OF: Readonly<Record<RunVerdict, ExitCode>> = {
  READY: EXIT.ready,
  "NOT READY": EXIT.notReady,
  "CAN'T TELL": EXIT.cantTell,
};

/** A failed drill: NOT READY. Else a required drill without a verdict, or nothing at all: CAN'T TELL. Never averaged. */
export function rollUpDrills(
  drills: readonly DrillVerdictRecord[],
  aborted: RunRecord["aborted"],
): { verdict: RunVerdict; sentence: string } {
  const failed = drills.filter((drill) => drill.verdict === "FAIL");
  const unclear = drills.filter(
    (drill) => drill.required && (drill.verdict === "INCONCLUSIVE" || drill.verdict === "NOT RUN"),
  );
  if (failed[0] !== undefined) return { verdict: "NOT READY", sentence: failed[0].sentence };
  if (aborted !== null) return { verdict: "CAN'T TELL", sentence: aborted.message };
  if (unclear[0] !== undefined) {
    // What kept a drill from a verdict says more than that another was left out.
    const spoilt = [...unclear, ...drills].find((drill) => drill.verdict === "INCONCLUSIVE");
    return { verdict: "CAN'T TELL", sentence: (spoilt ?? unclear[0]).sentence };
  }
  const passed = drills.filter((drill) => drill.required && drill.verdict === "PASS");
  if (passed[0] === undefined) return { verdict: "CAN'T TELL", sentence: "No required drill was run." };
  return { verdict: "READY", sentence: passed[0].sentence };
}

/** What replicates say of the next drop: with k of k met, a one-sided 95 % lower bound of 0.05^(1/k). */
export function forecastOf(verdict: RunVerdict, replicates: number): string {
  if (replicates <= 1) return "one run: no forecast";
  if (verdict !== "READY") return `${replicates} runs on different seeds`;
  return `${replicates} of ${replicates} met: at 95 % confidence at least ${Math.floor(100 * replicateBound(replicates))} % of such drops meet it`;
}

/**
 * How many replicates the next drop can be told from. Of a READY run the fewest that a required drill met, among those
 * whose outcome a queue decides: only so many times did all of them hold. What is optional, or has no verdict, vouches
 * for nothing.
 */
function replicatesOfRun(verdict: RunVerdict, drills: readonly DrillVerdictRecord[]): number {
  if (verdict !== "READY") return Math.max(1, ...drills.map(({ of }) => of));
  const told = drills.filter(({ drill, required, verdict }) => required && verdict === "PASS" && isQueue(drill));
  return told.length === 0 ? 1 : Math.min(...told.map(({ met }) => met));
}

const isQueue = (drill: DrillVerdictRecord["drill"]): boolean => QUEUE_DRILLS.includes(drill);

const NO_END =
  "The run has no end: its harness was killed, or is still at work. `fieldproof recover` closes what was killed.";

/** A target that is not whole comes before all else. */
const exitOf = (run: RunRecord, verdict: RunVerdict, residue: readonly Residue[]): ExitCode =>
  worstExit([run.aborted === null ? EXIT_OF[verdict] : EXIT.aborted, ...(residue.length === 0 ? [] : [EXIT.residue])]);

/** A run that nobody brought to its end is READY for nothing, however well it had gone until then. */
const withEnd = (rolled: { verdict: RunVerdict; sentence: string }, run: RunRecord) =>
  run.endedAt === null && rolled.verdict === "READY" ? { verdict: "CAN'T TELL" as const, sentence: NO_END } : rolled;

/** A target that may still be broken by a drill is ready for nothing, and that is told first. */
function withResidue(
  rolled: { verdict: RunVerdict; sentence: string },
  [first]: readonly Residue[],
): { verdict: RunVerdict; sentence: string } {
  if (first === undefined) return rolled;
  const sentence = `RESIDUE: ${first.stimulus} may still be in place at ${first.target}.`;
  return { verdict: rolled.verdict === "NOT READY" ? "NOT READY" : "CAN'T TELL", sentence };
}

export function toVerdict(
  run: RunRecord,
  plan: Plan,
  drills: readonly DrillVerdictRecord[],
  staffing: readonly StaffingUse[],
  timeFactor: number | null,
  residue: readonly Residue[] = [],
): Verdict {
  const { verdict, sentence } = withResidue(withEnd(rollUpDrills(drills, run.aborted), run), residue);
  const cutOff = run.endedAt === null && run.aborted === null && residue.length === 0 && verdict === "CAN'T TELL";
  const forecast = forecastOf(verdict, replicatesOfRun(verdict, drills));
  const plumbing = run.profile === "smoke";
  const carried = carriedBy(drills);
  const measured =
    carried === null ? [] : [`for what was measured: ${carried.measured} of ${carried.of} key objectives`];
  const limits = [
    ...(verdict === "READY" ? measured : []),
    ...(plumbing && verdict === "READY" ? ["plumbing only"] : []),
    forecast,
  ];
  const ended = run.endedAt === null ? Number.NaN : Date.parse(run.endedAt);
  const dated = verdict === "READY" && !plumbing && Number.isFinite(ended);
  return {
    schema: VERDICT_SCHEMA_ID,
    verdict,
    label: `${verdict} (${limits.join("; ")})`,
    sentence: cutOff ? NO_END : sentence,
    forecast,
    exitCode: exitOf(run, verdict, residue),
    run: {
      id: run.id,
      startedAt: run.startedAt,
      endedAt: run.endedAt,
      profile: run.profile,
      timeFactor,
      replicates: run.replicates,
      seed: plan.seed,
      planDigest: run.planDigest,
      dropName: plan.drop.name,
      dropStartsAt: plan.drop.startsAt ?? null,
      target: run.target,
      staffing: plan.staffing.kind,
      validUntil: dated ? new Date(ended + plan.readyForDays * DAY_MS).toISOString() : null,
      versions: { ...run.versions },
      machine: { ...run.machine },
    },
    arithmetic: arithmeticOf(plan, staffing),
    drills: [...drills],
    ...(residue.length === 0 ? {} : { residue: [...residue] }),
    actions: firstOf(actionsOf(drills), remediesOf(drills)),
  };
}

/** Of the drills that were judged, together; null where each was carried whole. */
const carriedBy = (drills: readonly DrillVerdictRecord[]): Carried | null =>
  carriedOf(
    drills.flatMap(({ drill, replicates }) =>
      replicates.flatMap(({ objectives }) => objectives.map((one) => ({ ...one, id: `${drill} ${one.id}` }))),
    ),
  );

function arithmeticOf(plan: Plan, staffing: readonly StaffingUse[]): Verdict["arithmetic"] {
  const plannedSlots = plan.staffing.agents * plan.staffing.slotsPerAgent;
  const needed = staffing.map((one) => one.neededSlots).filter((value): value is number => value !== null);
  const used = staffing.map((one) => one.peakUse).filter((value): value is number => value !== null);
  const neededSlots = needed.length === 0 ? null : Math.max(...needed);
  const peakUse = used.length === 0 ? null : Math.max(...used);
  const queue = staffing.some((one) => one.queueSeen);
  const use =
    peakUse === null ? "" : ` Peak use was ${Math.round(peakUse * 100)} %${queue ? ", and some had to queue" : ""}.`;
  const sentence =
    neededSlots === null
      ? `You planned ${plannedSlots} chat slots; how many the drop needs is unknown.`
      : `The drop keeps ${neededSlots.toFixed(1)} chat slots busy in its busiest three minutes; you planned ${plannedSlots}.${use}`;
  return { neededSlots, plannedSlots, peakUse, sentence };
}

/** What customers suffered comes before what spoiled a measurement. */
const firstOf = (missed: Verdict["actions"], spoiled: Verdict["actions"]): Verdict["actions"] =>
  missed.length > 0 ? missed : spoiled;

/** Texts of the missed objectives, key ones first, each said once. */
function actionsOf(drills: readonly DrillVerdictRecord[]): Verdict["actions"] {
  const missed = drills.flatMap((drill) =>
    drill.replicates.flatMap((replicate) =>
      replicate.objectives.filter((one) => one.status === "missed").map((one) => ({ ...one, drill: drill.drill })),
    ),
  );
  const actions: Verdict["actions"] = [];
  for (const one of [...missed.filter((miss) => miss.key), ...missed.filter((miss) => !miss.key)]) {
    if (actions.length < 3 && !actions.some((action) => action.text === one.next))
      actions.push({ text: one.next, from: `${one.drill}: ${one.failureTitle}` });
  }
  return actions;
}
