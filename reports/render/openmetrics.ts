import { DRILL_VERDICTS, RUN_VERDICTS } from "../../core/contract/ids.ts";
import type {
  DrillVerdictRecord,
  Figure,
  ObjectiveResult,
  ReplicateVerdict,
  Verdict,
} from "../../core/schema/verdict.ts";
import { cutVerdict } from "./display-budget.ts";
import { createMetricText, type Labels } from "./openmetrics-text.ts";

const TEXT_LIMIT = 200;
const OBJECTIVE_STATES = ["met", "missed", "unmeasured"] as const;

/** OpenMetrics wants the unit in the name; a bare count has none. Milliseconds stay: the digits are those of verdict.json. */
const UNIT_NAMES: Readonly<Record<Figure["unit"], string>> = {
  s: "seconds",
  ms: "milliseconds",
  share: "ratio",
  slots: "slots",
  count: "",
};

interface Row {
  readonly drill: DrillVerdictRecord;
  readonly replicate: ReplicateVerdict;
  readonly objective: ObjectiveResult;
}

const labelsOf = ({ drill, replicate, objective }: Row): Labels => ({
  drill: drill.drill,
  replicate: String(replicate.replicate),
  objective: objective.id,
  statistic: objective.statistic,
  clock: objective.limit.clock ?? "none",
  key: String(objective.key),
});

/**
 * The verdict as OpenMetrics 1.0 text. Only `fieldproof_run_info` names the run: everything else keeps its labels from
 * run to run, so that a build server can compare them.
 */
export function renderOpenMetrics(whole: Verdict): string {
  const verdict = cutVerdict(whole, TEXT_LIMIT);
  const { run, drills } = verdict;
  const text = createMetricText();
  const rows: Row[] = drills.flatMap((drill) =>
    drill.replicates.flatMap((replicate) => replicate.objectives.map((objective) => ({ drill, replicate, objective }))),
  );

  text.info("fieldproof_run", "The run that these figures are of.", {
    ...{ run: run.id, plan_digest: run.planDigest, profile: run.profile, target: run.target, drop: run.dropName },
    ...{
      staffing: run.staffing,
      time_factor: String(run.timeFactor ?? "unknown"),
      seed: String(run.seed),
      started_at: run.startedAt,
    },
  });
  text.states("fieldproof_verdict", "The verdict of the run.", RUN_VERDICTS, [{ labels: {}, state: verdict.verdict }]);
  text.gauge("fieldproof_exit_code", "", "Exit code of the run: 0 is READY.", [
    { labels: {}, value: verdict.exitCode },
  ]);
  text.gauge("fieldproof_residue", "", "Stimuli that may still be in place at the target.", [
    { labels: {}, value: verdict.residue?.length ?? 0 },
  ]);
  text.states(
    "fieldproof_drill_verdict",
    "The verdict of each drill.",
    DRILL_VERDICTS,
    drills.map(({ drill, required, verdict: state }) => ({ labels: { drill, required: String(required) }, state })),
  );
  text.states(
    "fieldproof_objective_status",
    "Whether each objective was met.",
    OBJECTIVE_STATES,
    rows.map((row) => ({ labels: labelsOf(row), state: row.objective.status })),
  );
  const figures = (name: string, help: string, of: (objective: ObjectiveResult) => Figure | null): void => {
    for (const [unit, unitName] of Object.entries(UNIT_NAMES)) {
      const samples = rows.flatMap((row) => {
        const figure = of(row.objective);
        return figure === null || figure.unit !== unit ? [] : [{ labels: labelsOf(row), value: figure.value }];
      });
      text.gauge(unitName === "" ? name : `${name}_${unitName}`, unitName, help, samples);
    }
  };
  figures(
    "fieldproof_objective_measured",
    "What was measured; quantiles are type 7 and do not decide.",
    (one) => one.measured,
  );
  figures("fieldproof_objective_limit", "The budget.", (one) => one.limit);
  const counts = (name: string, help: string, of: (objective: ObjectiveResult) => number): void =>
    text.gauge(
      name,
      "",
      help,
      rows.map((row) => ({ labels: labelsOf(row), value: of(row.objective) })),
    );
  counts("fieldproof_objective_population", "How many were counted (n).", (one) => one.n);
  counts("fieldproof_objective_least_population", "Below this n it is unmeasured.", (one) => one.leastN);
  counts("fieldproof_objective_misses", "Misses of n; these decide.", (one) => one.misses);
  counts("fieldproof_objective_misses_allowed", "Misses that the budget allows.", (one) => one.allowed);
  return text.end();
}
