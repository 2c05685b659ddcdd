import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { create } from "xmlbuilder2";
import { notRunObjective } from "../../core/judging/not-run.ts";
import { type Figure, type ObjectiveResult, type Verdict, verdictSchema } from "../../core/schema/verdict.ts";
import { escapeText } from "../../core/text/html.ts";
import { cutText, visibleText } from "../../core/text/visible-text.ts";
import { csvText, renderCsv } from "./csv.ts";
import { renderCtrf } from "./ctrf.ts";
import { byWorst, drillRows } from "./drill-rows.ts";
import { budgetFormula, budgetWords, figuresText, measuredText, missesText, numberText } from "./figure-text.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { markdownText } from "./markdown-text.ts";
import { renderOpenMetrics } from "./openmetrics.ts";
import { readOpenMetrics } from "./openmetrics-reader.ts";
import { renderReport } from "./report.ts";
import { renderTerminal } from "./terminal.ts";
import { cannotTell, notReady, ready, withResidue } from "./verdict-examples.ts";
import { hostileVerdict } from "./verdict-hostile.ts";

/** One test that reads every output and compares its figures with those of verdict.json. */

const golden = async (name: string): Promise<Verdict> => {
  const path = fileURLToPath(new URL(`../../drills/nano-drop/golden/${name}/verdict.json`, import.meta.url));
  return verdictSchema.parse(JSON.parse(await readFile(path, "utf8")));
};
/** The recorded run as a target without a log would have it. */
const partlyCarried = (verdict: Verdict): Verdict => ({
  ...verdict,
  drills: verdict.drills.map((drill) => ({
    ...drill,
    replicates: drill.replicates.map((replicate) => ({
      ...replicate,
      objectives: replicate.objectives.map((one) =>
        one.id === "log-complete" ? notRunObjective({ ...one, leastN: 1 }, "the target has no event log") : one,
      ),
    })),
  })),
});
const goldens = { ready: await golden("ready"), notReady: await golden("not-ready") };

interface Facts {
  readonly drill: string;
  readonly replicate: number;
  readonly id: string;
  readonly status: string;
  readonly measured: number | null;
  readonly limit: number;
  readonly n: number;
  readonly leastN: number;
  readonly misses: number;
  readonly allowed: number;
}

const objectivesOf = (verdict: Verdict) =>
  verdict.drills.flatMap(({ drill, replicates }) =>
    replicates.flatMap(({ replicate, objectives }) => objectives.map((one) => ({ drill, replicate, one }))),
  );
const factsOf = (verdict: Verdict, id: (text: string) => string): Facts[] =>
  objectivesOf(verdict).map(({ drill, replicate, one }) => ({
    ...{ drill, replicate, id: id(one.id), status: one.status, measured: one.measured?.value ?? null },
    ...{ limit: one.limit.value, n: one.n, leastN: one.leastN, misses: one.misses, allowed: one.allowed },
  }));

function factsOfCtrf(text: string): Facts[] {
  interface Extra extends Omit<Facts, "measured" | "limit" | "drill" | "id"> {
    readonly objective: string;
    readonly measured: Figure | null;
    readonly limit: Figure;
  }
  const { results }: { results: { tests: { suite: string[]; extra?: Extra }[] } } = JSON.parse(text);
  return results.tests.flatMap(({ suite, extra }) => {
    if (extra === undefined) return [];
    const { replicate, objective: id, status, measured, limit, n, leastN, misses, allowed } = extra;
    const values = { measured: measured?.value ?? null, limit: limit.value };
    return [{ drill: suite.at(-1) ?? "", replicate, id, status, ...values, n, leastN, misses, allowed }];
  });
}

function factsOfCsv(text: string): Facts[] {
  const rows: Record<string, string>[] = parse(text, { columns: true });
  return rows
    .filter(({ objective }) => objective !== "")
    .map((row) => ({
      ...{ drill: row["drill"] ?? "", replicate: Number(row["replicate"]), id: row["objective"] ?? "" },
      ...{ status: row["status"] ?? "", measured: row["measured"] === "" ? null : Number(row["measured"]) },
      ...{ limit: Number(row["limit"]), n: Number(row["n"]), leastN: Number(row["least_n"]) },
      ...{ misses: Number(row["misses"]), allowed: Number(row["allowed"]) },
    }));
}

function factsOfMetrics(text: string): Facts[] {
  const samples = readOpenMetrics(text).filter(({ family }) => family.startsWith("fieldproof_objective_"));
  const states = samples.filter(({ family, value }) => family === "fieldproof_objective_status" && value === 1);
  return states.map(({ labels, family }) => {
    const of = (what: string): number | null => {
      const names = ["", "_seconds", "_milliseconds", "_ratio", "_slots"].map(
        (unit) => `fieldproof_objective_${what}${unit}`,
      );
      const own = samples.filter(
        (one) =>
          names.includes(one.family) &&
          ["drill", "replicate", "objective"].every((label) => one.labels.get(label) === labels.get(label)),
      );
      expect(own.length).toBeLessThanOrEqual(1);
      return own[0]?.value ?? null;
    };
    const count = (what: string): number => of(what) ?? Number.NaN;
    return {
      ...{
        drill: labels.get("drill") ?? "",
        replicate: Number(labels.get("replicate")),
        id: labels.get("objective") ?? "",
      },
      ...{ status: labels.get(family) ?? "", measured: of("measured"), limit: count("limit"), n: count("population") },
      ...{ leastN: count("least_population"), misses: count("misses"), allowed: count("misses_allowed") },
    };
  });
}

const junitFigures = (text: string): string[] => {
  const found: string[] = [];
  create(text).each(
    ({ node }) => {
      if (node.nodeName === "system-out") found.push(node.textContent ?? "");
    },
    true,
    true,
  );
  return found;
};

/** The statistic's name is a text, which a report may have to shorten. */
const limitOnly = (formula: string): string =>
  /(?:\u2264|\u2265|limit) [^\u2264\u2265]+$/.exec(formula)?.[0] ?? formula;

/** The cells of every objective in the report, in the order of the page, without their mark-up. */
const reportRows = (page: string): string[][] =>
  [...page.matchAll(/<tr><td><span class="badge [a-z]+">.*?<\/tr>/gs)]
    .map(([row]) =>
      [...row.matchAll(/<td class="number">(.*?)<\/td>/gs)].map(([, cell]) => cell?.replace(/<span.*/s, "") ?? ""),
    )
    .filter((cells) => cells.length === 4)
    .map(([formula = "", ...others]) => [limitOnly(formula), ...others]);
const reportExpected = (verdict: Verdict): string[][] =>
  drillRows(verdict.drills).flatMap(({ drill }) =>
    drill.replicates.flatMap(({ objectives }) =>
      [...objectives]
        .sort(byWorst)
        .map((one) =>
          [
            limitOnly(budgetFormula(one)),
            measuredText(one),
            numberText(one.n),
            `${numberText(one.misses)}, ${numberText(one.allowed)} allowed`,
          ].map(escapeText),
        ),
    ),
  );

const flat = (text: string): string => text.replace(/\s+/g, " ");
const cutObjective = (one: ObjectiveResult): ObjectiveResult => ({ ...one, statistic: cutText(one.statistic, 2000) });

test.each<[string, Verdict]>([
  ["the recorded READY", goldens.ready],
  ["the recorded NOT READY", goldens.notReady],
  ["READY", ready()],
  ["NOT READY", notReady()],
  ["CAN'T TELL", cannotTell()],
  ["residue", withResidue()],
  ["READY for what was measured", partlyCarried(goldens.ready)],
  ["hostile", hostileVerdict()],
  ["the recorded NOT READY, hostile", hostileVerdict('=cmd|"/C x",\r\n\u202e</td><&;-1', goldens.notReady)],
])(
  "terminal, JUnit, CTRF, Markdown, CSV, OpenMetrics and report tell the figures of verdict.json: %s",
  async (_name, verdict) => {
    const all = objectivesOf(verdict).map(({ one }) => cutObjective(one));
    const cut = (limit: number) => (text: string) => visibleText(cutText(text, limit));

    expect(factsOfCtrf(renderCtrf(verdict))).toEqual(factsOf(verdict, cut(2000)));
    expect(factsOfCsv(renderCsv(verdict))).toEqual(factsOf(verdict, (text) => csvText(cutText(text, 2000))));
    expect(factsOfMetrics(renderOpenMetrics(verdict))).toEqual(factsOf(verdict, cut(200)));
    expect(junitFigures(renderJunit(verdict))).toEqual(all.map((one) => visibleText(figuresText(one))));
    expect(reportRows(await renderReport(verdict))).toEqual(reportExpected(verdict));

    const markdown = renderMarkdown(verdict);
    const terminal = flat(renderTerminal(verdict, { color: false, width: 100_000 }));
    for (const { drill, worst } of drillRows(verdict.drills)) {
      const figures =
        worst === null
          ? ["\u2013", "\u2013", "\u2013"]
          : [budgetWords(worst.objective), measuredText(worst.objective), numberText(worst.objective.n)];
      expect(markdown).toContain(`${figures.map(markdownText).join(" | ")} | ${drill.met} of ${drill.of} |`);
      if (drill.verdict === "NOT RUN" && !drill.required) continue;
      expect(terminal).toContain(flat(`${drill.drill} ${drill.verdict}`));
      expect(terminal).toContain(flat(visibleText(cutText(drill.sentence, 1000))));
      const missed = drill.replicates.flatMap(({ objectives, ...each }) => {
        const one = [...objectives].sort(byWorst).find(({ key: decides, status }) => decides && status === "missed");
        return one === undefined
          ? []
          : [`${each.replicate}/${drill.replicates.length} ${each.verdict} ${missesText(one)}`];
      });
      if (drill.replicates.length > 1) for (const text of missed) expect(terminal).toContain(flat(text));
    }
    for (const text of [markdown, terminal]) expect(text).toContain(verdict.verdict);
  },
);

test("every output says which objectives were NOT RUN and why, and none shows them as met", async () => {
  const verdict = partlyCarried(goldens.ready);
  const reason = "the target has no event log";
  const junit = renderJunit(verdict);
  expect(junit).toContain(`<skipped message="NOT RUN: ${reason}.`);
  const { results }: { results: { tests: { rawStatus: string; status: string; extra?: { notRun?: string } }[] } } =
    JSON.parse(renderCtrf(verdict));
  const left = results.tests.filter(({ extra }) => extra?.notRun !== undefined);
  expect(left.map(({ rawStatus, status, extra }) => [rawStatus, status, extra?.notRun])).toEqual([
    ["NOT RUN", "skipped", reason],
  ]);
  expect(renderMarkdown(verdict)).toContain("### NOT RUN at this target");
  expect(renderTerminal(verdict, { color: false, width: 200 })).toContain(`NOT RUN, ${reason}: log-complete`);
  expect(renderCsv(verdict)).toContain(`NOT RUN: ${reason}.`);
  const page = await renderReport(verdict);
  expect(page).toContain(`NOT RUN: ${reason}.`);
  expect(page).toMatch(/<span class="badge idle">(?:(?!<\/tr>).)*NOT RUN(?:(?!<\/tr>).)*one to one/s);
  expect(factsOf(verdict, String).find(({ id }) => id === "log-complete")?.status).toBe("unmeasured");
});
