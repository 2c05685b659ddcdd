import { create } from "xmlbuilder2";
import type { DrillVerdictRecord, ObjectiveResult, ReplicateVerdict, Verdict } from "../../core/schema/verdict.ts";
import { cutVerdict } from "./display-budget.ts";
import { missesText } from "./figure-text.ts";
import { headlineText } from "./headline.ts";
import { visibleText } from "../../core/text/visible-text.ts";

const TEXT_LIMIT = 2000;

type Outcome = "passed" | "failure" | "error" | "skipped";
type Case = { readonly name: string; readonly outcome: Outcome; readonly message: string };
type Suite = { readonly name: string; readonly cases: readonly Case[] };

const RUN_OUTCOME = { READY: "passed", "NOT READY": "failure", "CAN'T TELL": "error" } as const;

/** A drill that could not be believed, or a required one that never ran, is an error: never skipped, never green. */
function drillOutcome(drill: DrillVerdictRecord): Outcome {
  if (drill.verdict === "PASS") return "passed";
  if (drill.verdict === "FAIL") return "failure";
  return drill.verdict === "NOT RUN" && !drill.required ? "skipped" : "error";
}

/** Objectives that do not decide never turn a build red; in a replicate without a result a miss is no finding. */
function objectiveOutcome(objective: ObjectiveResult, replicate: ReplicateVerdict): Outcome {
  if (objective.status === "met") return "passed";
  if (!objective.key) return "skipped";
  return objective.status === "missed" && replicate.verdict === "FAIL" ? "failure" : "error";
}

function drillSuite(drill: DrillVerdictRecord): Suite {
  const cases = drill.replicates.flatMap((replicate) =>
    replicate.objectives.map((objective) => ({
      name: `${objective.title} (replicate ${replicate.replicate}, ${objective.id})`,
      outcome: objectiveOutcome(objective, replicate),
      message: `${objective.sentence} [${missesText(objective)}; ${objective.code}] ${objective.next}`,
    })),
  );
  const whole = { name: drill.title, outcome: drillOutcome(drill), message: `${drill.verdict}: ${drill.sentence}` };
  return { name: drill.drill, cases: [whole, ...cases] };
}

const counted = (cases: readonly Case[], time: string) => {
  const count = (outcome: Outcome) => String(cases.filter((each) => each.outcome === outcome).length);
  return {
    tests: String(cases.length),
    failures: count("failure"),
    errors: count("error"),
    skipped: count("skipped"),
    time,
  };
};

/**
 * The verdict as JUnit XML, in the subset that CI systems share. Green only when the run is READY: FAIL is a
 * failure; INCONCLUSIVE and a required drill that did not run are errors. No character that XML 1.0 forbids is left.
 */
export function renderJunit(whole: Verdict): string {
  const verdict = cutVerdict(whole, TEXT_LIMIT);
  const run: Case = {
    name: headlineText(verdict),
    outcome: RUN_OUTCOME[verdict.verdict],
    message: `${verdict.label}: ${verdict.sentence}`,
  };
  const suites: Suite[] = [{ name: "run", cases: [run] }, ...verdict.drills.map(drillSuite)];
  const ended = verdict.run.endedAt === null ? Number.NaN : Date.parse(verdict.run.endedAt);
  const lasted = (ended - Date.parse(verdict.run.startedAt)) / 1000;
  const time = Number.isFinite(lasted) ? Math.max(0, lasted).toFixed(3) : "0.000";
  const root = create({ version: "1.0", encoding: "UTF-8" }).ele("testsuites", {
    name: visibleText(`fieldproof ${verdict.run.id}`),
    ...counted(
      suites.flatMap(({ cases }) => cases),
      time,
    ),
  });
  for (const { name, cases } of suites) {
    const suite = root.ele("testsuite", {
      name,
      ...counted(cases, "0.000"),
      timestamp: verdict.run.startedAt.replace(/(\.\d+)?Z$/, ""),
    });
    for (const each of cases) {
      const element = suite.ele("testcase", {
        classname: `fieldproof.${name}`,
        name: visibleText(each.name),
        time: "0.000",
      });
      if (each.outcome === "passed") continue;
      const message = visibleText(each.message);
      element
        .ele(each.outcome, each.outcome === "skipped" ? { message } : { message, type: each.outcome })
        .txt(message);
    }
  }
  return `${root.end({ prettyPrint: true })}\n`;
}
