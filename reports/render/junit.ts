import { create } from "xmlbuilder2";
import type { Verdict } from "../../core/schema/verdict.ts";
import { visibleText } from "../../core/text/visible-text.ts";
import { cutVerdict } from "./display-budget.ts";
import { type CaseOutcome, type TestCase, testSuites } from "./test-cases.ts";

const TEXT_LIMIT = 2000;

/**
 * The library takes `&lt;` in a text for an entity that was escaped already, and leaves it; so every `&` is escaped here,
 * which it leaves, too.
 */
const own = (text: string): string => text.replaceAll("&", "&amp;");

const counted = (cases: readonly TestCase[]) => {
  const count = (outcome: CaseOutcome) => String(cases.filter((each) => each.outcome === outcome).length);
  return {
    tests: String(cases.length),
    failures: count("failure"),
    errors: count("error"),
    skipped: count("skipped"),
  };
};

/**
 * The verdict as JUnit XML, in the subset that CI systems share. Green only when the run is READY: FAIL is a
 * failure; INCONCLUSIVE and a required drill that did not run are errors. The figures of each objective stand in its
 * `system-out`, also where it was met. No character that XML 1.0 forbids is left.
 */
export function renderJunit(whole: Verdict): string {
  const verdict = cutVerdict(whole, TEXT_LIMIT);
  const suites = testSuites(verdict);
  const ended = verdict.run.endedAt === null ? Number.NaN : Date.parse(verdict.run.endedAt);
  const lasted = (ended - Date.parse(verdict.run.startedAt)) / 1000;
  const time = Number.isFinite(lasted) ? Math.max(0, lasted).toFixed(3) : "0.000";
  const root = create({ version: "1.0", encoding: "UTF-8" }).ele("testsuites", {
    name: own(visibleText(`fieldproof ${verdict.run.id}`)),
    ...counted(suites.flatMap(({ cases }) => cases)),
    time,
  });
  for (const { name, cases } of suites) {
    const suite = root.ele("testsuite", {
      name,
      ...counted(cases),
      time: "0.000",
      timestamp: verdict.run.startedAt.replace(/(\.\d+)?Z$/, ""),
    });
    for (const { outcome, ...each } of cases) {
      const message = own(each.message);
      const element = suite.ele("testcase", { classname: `fieldproof.${name}`, name: own(each.name), time: "0.000" });
      if (outcome !== "passed")
        element.ele(outcome, outcome === "skipped" ? { message } : { message, type: outcome }).txt(message);
      if (each.figures !== "") element.ele("system-out").txt(own(each.figures));
    }
  }
  return `${root.end({ prettyPrint: true })}\n`;
}
