import type { DrillVerdictRecord, ObjectiveResult, ReplicateVerdict, Verdict } from "../../core/schema/verdict.ts";
import { visibleText } from "../../core/text/visible-text.ts";
import { figuresText, missesText } from "./figure-text.ts";
import { headlineText } from "./headline.ts";
import { residueLine, shownResidue } from "./residue-text.ts";

/** What a test report knows: an error is a case that could not be decided, and never green. */
export type CaseOutcome = "passed" | "failure" | "error" | "skipped";

export interface TestCase {
  readonly name: string;
  readonly outcome: CaseOutcome;
  /** The word of the verdict itself, which test reports have no place for otherwise. */
  readonly rawStatus: string;
  readonly message: string;
  /** Absent for a case that is a whole run or drill. */
  readonly of?: { readonly objective: ObjectiveResult; readonly replicate: ReplicateVerdict };
  /** One line of figures; empty for a run or a drill. */
  readonly figures: string;
}

export interface TestSuite {
  readonly name: string;
  readonly cases: readonly TestCase[];
}

const RUN_OUTCOME = { READY: "passed", "NOT READY": "failure", "CAN'T TELL": "error" } as const;

/** A drill that could not be believed, or a required one that never ran, is an error: never skipped, never green. */
function drillOutcome(drill: DrillVerdictRecord): CaseOutcome {
  if (drill.verdict === "PASS") return "passed";
  if (drill.verdict === "FAIL") return "failure";
  return drill.verdict === "NOT RUN" && !drill.required ? "skipped" : "error";
}

/** Objectives that do not decide never turn a build red; in a replicate without a result a miss is no finding. */
function objectiveOutcome(objective: ObjectiveResult, replicate: ReplicateVerdict): CaseOutcome {
  if (objective.status === "met") return "passed";
  if (!objective.key || objective.notRun !== undefined) return "skipped";
  return objective.status === "missed" && replicate.verdict === "FAIL" ? "failure" : "error";
}

const rawStatusOf = ({ key, status, notRun }: ObjectiveResult): string => {
  const word = notRun === undefined ? status : "NOT RUN";
  return key ? word : `${word}, does not decide`;
};

function drillSuite(drill: DrillVerdictRecord): TestSuite {
  const cases = drill.replicates.flatMap((replicate) =>
    replicate.objectives.map(
      (objective): TestCase => ({
        name: visibleText(`${objective.title} (replicate ${replicate.replicate}, ${objective.id})`),
        outcome: objectiveOutcome(objective, replicate),
        rawStatus: rawStatusOf(objective),
        message: visibleText(`${objective.sentence} [${missesText(objective)}; ${objective.code}] ${objective.next}`),
        of: { objective, replicate },
        figures: visibleText(figuresText(objective)),
      }),
    ),
  );
  const whole: TestCase = {
    name: visibleText(drill.title === "" ? drill.drill : drill.title),
    outcome: drillOutcome(drill),
    rawStatus: drill.verdict,
    message: visibleText(`${drill.verdict}: ${drill.sentence}`),
    figures: "",
  };
  return { name: drill.drill, cases: [whole, ...cases] };
}

/**
 * A verdict as the test cases that build servers know: the run itself, each drill, each objective of each replicate.
 * The run's own case makes sure that nothing but READY is ever green. No text holds a character that acts.
 */
export function testSuites(verdict: Verdict): TestSuite[] {
  const run: TestCase = {
    name: visibleText(headlineText(verdict)),
    outcome: RUN_OUTCOME[verdict.verdict],
    rawStatus: verdict.verdict,
    message: visibleText(`${verdict.label}: ${verdict.sentence}`),
    figures: "",
  };
  const residue = shownResidue(verdict).shown.map(
    (one): TestCase => ({
      name: visibleText(`${one.stimulus} was taken back (${one.drill}, replicate ${one.replicate})`),
      outcome: "error",
      rawStatus: "RESIDUE",
      message: visibleText(residueLine(one)),
      figures: "",
    }),
  );
  return [{ name: "run", cases: [run, ...residue] }, ...verdict.drills.map(drillSuite)];
}
