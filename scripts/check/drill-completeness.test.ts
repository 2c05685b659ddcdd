import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { CATALOG, type CatalogEntry } from "../../drills/catalog.ts";
import { EVIDENCE_FILE, GOLDEN_CASES, goldenFolder } from "../golden/cases.ts";
import { checkDrillCompleteness, type DrillSources } from "./drill-completeness.ts";
import { trackedFiles, trackedPaths } from "./tracked-files.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const repository: DrillSources = { paths: trackedPaths(root), files: trackedFiles(root), golden: GOLDEN_CASES };
const [nanoDrop] = CATALOG;
if (nanoDrop === undefined) throw new Error("the catalogue is empty");
const faults = (catalog: readonly CatalogEntry[], sources: Partial<DrillSources>): readonly string[] =>
  checkDrillCompleteness(catalog, { ...repository, ...sources }).faults;

/** A drill that somebody has just begun: nano-drop's objectives under another name, and nothing else. */
const begun: CatalogEntry = {
  ...nanoDrop,
  definition: { ...nanoDrop.definition, meta: { ...nanoDrop.definition.meta, id: "solo-cost" } },
  selftest: { defects: nanoDrop.selftest.defects.slice(1), benign: [] },
};

test("the drills of this repository lack nothing", () => {
  expect(faults(CATALOG, {})).toEqual([]);
});

test("a drill that was just begun is told all that it lacks, by name", () => {
  const paths = [...repository.paths, "drills/solo-cost/drill.ts"];
  expect(faults([begun], { paths, golden: [] }).filter((fault) => fault.startsWith("solo-cost"))).toEqual([
    "solo-cost: drills/solo-cost/scenario.ts is not there",
    "solo-cost: drills/solo-cost/stimulus.ts is not there",
    "solo-cost: drills/solo-cost/judge.ts is not there",
    "solo-cost: drills/solo-cost/selftest.ts is not there",
    "solo-cost: docs/drills/solo-cost.md is not there: describe the drill as docs/drills/nano-drop.md does",
    "solo-cost: no golden run is ready: add it to scripts/golden/cases.ts and record it",
    "solo-cost: no golden run is not-ready: add it to scripts/golden/cases.ts and record it",
    "solo-cost: drills/solo-cost/judge.test.ts is not there",
    `solo-cost: no seeded defect of drills/solo-cost/selftest.ts turns ${nanoDrop.selftest.defects[0]?.reason} red`,
    "solo-cost: drills/solo-cost/selftest.ts has no benign control",
  ]);
});

test("a drill whose stimulus is of another kind than it says is told so", () => {
  const other: CatalogEntry = { ...nanoDrop, definition: { ...nanoDrop.definition, stimulus: "one-way" } };
  expect(faults([other, ...CATALOG.slice(1)], {})).toEqual([
    "nano-drop: drills/nano-drop/drill.ts says that its stimulus is one-way, stimulus.ts that it is none",
  ]);
});

const without = (path: string): Partial<DrillSources> => ({
  paths: repository.paths.filter((one) => one !== path),
  files: repository.files.filter((one) => one.path !== path),
});
const changed = (path: string, from: RegExp, to: string): Partial<DrillSources> => ({
  files: repository.files.map((file) => (file.path === path ? { ...file, text: file.text.replace(from, to) } : file)),
});

test.each<[string, Partial<DrillSources>, string]>([
  ["its page", without("docs/drills/nano-drop.md"), "docs/drills/nano-drop.md is not there"],
  ["a code on its page", changed("docs/drills/nano-drop.md", /FP-NANO-009/g, ""), "does not name FP-NANO-009"],
  ["half of a pair of codes", changed("docs/drills/nano-drop.md", /, -004/g, ""), "does not name FP-NANO-004"],
  ["its judge's tests", without("drills/nano-drop/judge.test.ts"), "judge.test.ts is not there"],
  [
    "the proof that each objective can miss",
    changed("drills/nano-drop/judge.test.ts", /unproved\(\)/g, "[]"),
    "does not prove that each key objective can miss",
  ],
  ["its stimulus", without("drills/nano-drop/stimulus.ts"), "stimulus.ts is not there"],
  [
    "the red golden run",
    { golden: GOLDEN_CASES.filter(({ drill, name }) => drill !== "nano-drop" || name === "ready") },
    "no golden run is not-ready",
  ],
  ...GOLDEN_CASES.flatMap((golden) =>
    [EVIDENCE_FILE, "verdict.json"].map((file): [string, Partial<DrillSources>, string] => [
      `${file} of ${golden.name}`,
      without(`${goldenFolder(golden)}/${file}`),
      `${goldenFolder(golden)}/${file} is not there: record it`,
    ]),
  ),
])("without %s the drill is incomplete", (_name, sources, fault) => {
  const found = faults(CATALOG, sources);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(fault);
});

test("a folder that the catalogue does not list is named", () => {
  const paths = [...repository.paths, "drills/key-rotation/drill.ts"];
  expect(faults(CATALOG, { paths })).toEqual(["key-rotation: drills/catalog.ts does not list it"]);
});
