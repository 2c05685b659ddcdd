import { DRILL_IDS } from "../../core/contract/ids.ts";
import type { DrillVerdictRecord, ObjectiveResult, ReplicateVerdict } from "../../core/schema/verdict.ts";

/** A drill as the first screen shows it: its worst objective stands for it. Null when it has none. */
export type DrillRow = {
  readonly drill: DrillVerdictRecord;
  readonly worst: { readonly objective: ObjectiveResult; readonly replicate: ReplicateVerdict } | null;
};

const STATUS_RANK = { missed: 0, unmeasured: 1, met: 2 } as const;

/** How much of its allowance an objective used: 1 is all of it. With nothing allowed, one miss is more than all. */
const used = (objective: ObjectiveResult): number =>
  objective.allowed > 0 ? objective.misses / objective.allowed : objective.misses > 0 ? Number.MAX_VALUE : 0;

/** Worse objectives first: key before shown, missed before unmeasured before met, then by allowance used. */
export function byWorst(a: ObjectiveResult, b: ObjectiveResult): number {
  // What was not run says nothing of the target, and speaks for no drill.
  const ran = Number(a.notRun !== undefined) - Number(b.notRun !== undefined);
  return ran || Number(b.key) - Number(a.key) || STATUS_RANK[a.status] - STATUS_RANK[b.status] || used(b) - used(a);
}

function worstOf(drill: DrillVerdictRecord): DrillRow["worst"] {
  let worst: DrillRow["worst"] = null;
  for (const replicate of drill.replicates) {
    for (const objective of replicate.objectives) {
      if (worst === null || byWorst(objective, worst.objective) < 0) worst = { objective, replicate };
    }
  }
  return worst;
}

function severity(drill: DrillVerdictRecord): number {
  if (drill.verdict === "FAIL") return 0;
  if (drill.verdict === "INCONCLUSIVE") return drill.required ? 1 : 4;
  if (drill.verdict === "NOT RUN") return drill.required ? 2 : 6;
  return 5;
}

/** The rows of the first screen, worst first; drills that are equally bad keep the catalogue's order. */
export function drillRows(drills: readonly DrillVerdictRecord[]): DrillRow[] {
  return [...drills]
    .sort((a, b) => severity(a) - severity(b) || DRILL_IDS.indexOf(a.drill) - DRILL_IDS.indexOf(b.drill))
    .map((drill) => ({ drill, worst: worstOf(drill) }));
}

const REPLICATE_RANK = { FAIL: 0, INCONCLUSIVE: 1, "NOT RUN": 2, PASS: 3 } as const;

/** The replicate that a reader should see first: the worst verdict, the earliest of those. */
export function worstReplicate(drill: DrillVerdictRecord): ReplicateVerdict | null {
  const ranked = [...drill.replicates].sort(
    (a, b) => REPLICATE_RANK[a.verdict] - REPLICATE_RANK[b.verdict] || a.replicate - b.replicate,
  );
  return ranked[0] ?? null;
}
