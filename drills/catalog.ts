import type { DrillDefinition, JudgeFactory, SelftestCases } from "../core/contract/drill.ts";
import type { DrillId } from "../core/contract/ids.ts";
import type { DrillStimulus } from "../core/contract/stimulus.ts";
import { nanoDrop } from "./nano-drop/drill.ts";
import { nanoDropSelftest } from "./nano-drop/selftest.ts";
import { judgeNanoDrop } from "./nano-drop/judge.ts";
import { nanoDropStimulus } from "./nano-drop/stimulus.ts";

export interface CatalogEntry {
  readonly definition: DrillDefinition;
  /** Of the kind that the definition says; when its steps are taken is the harness's. */
  readonly stimulus: DrillStimulus;
  readonly judge: JudgeFactory;
  readonly selftest: SelftestCases;
}

/** The drills that exist, in the order of a full run. Adding one: a folder here and a line below. */
export const CATALOG: readonly CatalogEntry[] = [
  { definition: nanoDrop, stimulus: nanoDropStimulus, judge: judgeNanoDrop, selftest: nanoDropSelftest },
];

export const findDrill = (id: DrillId, catalog: readonly CatalogEntry[] = CATALOG): CatalogEntry | undefined =>
  catalog.find((entry) => entry.definition.meta.id === id);
