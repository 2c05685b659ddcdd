import type { CatalogEntry } from "../../drills/catalog.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import { EVIDENCE_FILE, type GoldenCase, goldenFolder, goldenPlan } from "../golden/cases.ts";
import type { CheckReport, TextFile } from "./report.ts";

/** The four small files of a drill, and its selftest. */
const PARTS = ["drill.ts", "scenario.ts", "stimulus.ts", "judge.ts", "selftest.ts"] as const;

export interface DrillSources {
  /** Every tracked path. */
  readonly paths: readonly string[];
  /** Texts of the tracked files that are texts. */
  readonly files: readonly TextFile[];
  readonly golden: readonly GoldenCase[];
}

/**
 * Key objectives that people decide as much as the system does: no switch of the stack's turns them red alone, so the
 * selftest names them beside a defect's own reason.
 */
const SHARED: ReadonlySet<string> = new Set(["first-contact-resolution"]);

/** Codes that a page names, "FP-NANO-001, -002" among them. */
const codesIn = (text: string): ReadonlySet<string> => {
  const codes = new Set<string>();
  for (const [, area, numbers] of text.matchAll(/FP-([A-Z]+)((?:-\d{3}(?:, )?)+)/g))
    for (const [number] of (numbers ?? "").matchAll(/-\d{3}/g)) codes.add(`FP-${area}${number}`);
  return codes;
};

/** What is missing of one drill, each in a sentence that says what to add. */
function gapsOf(entry: CatalogEntry, sources: DrillSources): string[] {
  const { id } = entry.definition.meta;
  const folder = `drills/${id}`;
  const objectives = entry.definition.objectives(defaultPlan().budgets);
  const textOf = (path: string): string | undefined => sources.files.find((file) => file.path === path)?.text;
  const gaps = PARTS.map((part) => `${folder}/${part}`)
    .filter((path) => !sources.paths.includes(path))
    .map((path) => `${path} is not there`);

  const { definition, stimulus } = entry;
  if (definition.stimulus !== stimulus.kind)
    gaps.push(
      `${folder}/drill.ts says that its stimulus is ${definition.stimulus}, stimulus.ts that it is ${stimulus.kind}`,
    );

  const page = textOf(`docs/drills/${id}.md`);
  if (page === undefined)
    gaps.push(`docs/drills/${id}.md is not there: describe the drill as docs/drills/nano-drop.md does`);
  const named = codesIn(page ?? "");
  const undocumented = page === undefined ? [] : objectives.filter(({ code }) => !named.has(code));
  gaps.push(
    ...undocumented.map(({ id: objective, code }) => `docs/drills/${id}.md does not name ${code} (${objective})`),
  );

  for (const name of ["ready", "not-ready"] as const) {
    const golden = sources.golden.find((one) => one.drill === id && one.name === name);
    if (golden === undefined) {
      gaps.push(`no golden run is ${name}: add it to scripts/golden/cases.ts and record it`);
      continue;
    }
    const wanted = [
      goldenPlan(golden),
      ...[EVIDENCE_FILE, "verdict.json"].map((file) => `${goldenFolder(golden)}/${file}`),
    ];
    gaps.push(
      ...wanted.filter((path) => !sources.paths.includes(path)).map((path) => `${path} is not there: record it`),
    );
  }

  const tests = textOf(`${folder}/judge.test.ts`);
  if (tests === undefined) gaps.push(`${folder}/judge.test.ts is not there`);
  else if (!/expect\(\w*(?:\.)?unproved\(\)\)\.toEqual\(\[\]\)/.test(tests))
    gaps.push(
      `${folder}/judge.test.ts does not prove that each key objective can miss: end it with expect(unproved()).toEqual([]), see core/judging/miss-ledger.ts`,
    );

  const reasons = new Set(entry.selftest.defects.map(({ reason }) => reason));
  const undefeated = objectives.filter(
    (one) => one.key && !one.decidedByQueue && !reasons.has(one.id) && !SHARED.has(one.id),
  );
  gaps.push(...undefeated.map((one) => `no seeded defect of ${folder}/selftest.ts turns ${one.id} red`));
  if (entry.selftest.benign.length === 0) gaps.push(`${folder}/selftest.ts has no benign control`);
  return gaps.map((gap) => `${id}: ${gap}`);
}

/** Names what each drill of the catalogue still lacks, and folders of drills that the catalogue does not list. */
export function checkDrillCompleteness(catalog: readonly CatalogEntry[], sources: DrillSources): CheckReport {
  const ids = new Set<string>(catalog.map((entry) => entry.definition.meta.id));
  const unlisted = sources.paths
    .flatMap((path) => /^drills\/([^/]+)\/drill\.ts$/.exec(path)?.[1] ?? [])
    .filter((id) => !ids.has(id))
    .map((id) => `${id}: drills/catalog.ts does not list it`);
  return {
    name: "drills complete",
    summary: `${catalog.length} drill(s)`,
    faults: [...catalog.flatMap((entry) => gapsOf(entry, sources)), ...unlisted],
  };
}
