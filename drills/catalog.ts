import type { DrillDefinition, JudgeFactory, SelftestCases } from "../core/contract/drill.ts";
import type { DrillLoad } from "../core/contract/drill-load.ts";
import type { DrillId } from "../core/contract/ids.ts";
import type { DrillStimulus } from "../core/contract/stimulus.ts";
import { nanoDrop } from "./nano-drop/drill.ts";
import { nanoDropLoad } from "./nano-drop/load.ts";
import { nanoDropSelftest } from "./nano-drop/selftest.ts";
import { judgeNanoDrop } from "./nano-drop/judge.ts";
import { nanoDropStimulus } from "./nano-drop/stimulus.ts";
import { overloadedFulfilment } from "./overloaded-fulfilment/drill.ts";
import { judgeOverloadedFulfilment } from "./overloaded-fulfilment/judge.ts";
import { overloadedFulfilmentLoad } from "./overloaded-fulfilment/load.ts";
import { overloadedFulfilmentSelftest } from "./overloaded-fulfilment/selftest.ts";
import { overloadedFulfilmentStimulus } from "./overloaded-fulfilment/stimulus.ts";

export interface CatalogEntry {
  readonly definition: DrillDefinition;
  /** Of the kind that the definition says; when its steps are taken is the harness's. */
  readonly stimulus: DrillStimulus;
  readonly load: DrillLoad;
  readonly judge: JudgeFactory;
  readonly selftest: SelftestCases;
}

/** The drills that exist, in the order of a full run. Adding one: a folder here and a line below. */
export const CATALOG: readonly CatalogEntry[] = [
  {
    ...{ definition: nanoDrop, stimulus: nanoDropStimulus, load: nanoDropLoad },
    ...{ judge: judgeNanoDrop, selftest: nanoDropSelftest },
  },
  {
    ...{ definition: overloadedFulfilment, stimulus: overloadedFulfilmentStimulus, load: overloadedFulfilmentLoad },
    ...{ judge: judgeOverloadedFulfilment, selftest: overloadedFulfilmentSelftest },
  },
];

export const findDrill = (id: DrillId, catalog: readonly CatalogEntry[] = CATALOG): CatalogEntry | undefined =>
  catalog.find((entry) => entry.definition.meta.id === id);
