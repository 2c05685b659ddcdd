import type { Plan } from "../../core/schema/plan.ts";
import { type CatalogEntry, findDrill } from "../../drills/catalog.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import { resolvePhases } from "../../harness/plan/profiles.ts";
import type { Example } from "../../scripts/selftest/interrupt/run-interrupt-cell.ts";
import { examplePlan } from "./example-plan.ts";
import { nanoDropCachePurge } from "./cache-purge.ts";
import { nanoDropOriginSlow } from "./origin-slow.ts";
import { nanoDropOriginSlowByHook } from "./origin-slow-by-hook.ts";
import { nanoDropPartnerSlow } from "./partner-slow.ts";

/** Drills that do something to their target, for tests of what comes before, in and after it. */
export const EXAMPLES: Readonly<Record<string, CatalogEntry>> = {
  "origin-slow": nanoDropOriginSlow,
  "cache-purge": nanoDropCachePurge,
  "partner-slow": nanoDropPartnerSlow,
};

/** Those that need a served target with hooks: nothing that a run boots for itself has any. */
export const HOOKED_EXAMPLES: Readonly<Record<string, CatalogEntry>> = {
  "origin-slow-by-hook": nanoDropOriginSlowByHook,
};

const catalogued = (id: "overloaded-fulfilment"): CatalogEntry => {
  const entry = findDrill(id);
  if (entry === undefined) throw new Error(`the catalogue has no ${id}`);
  return entry;
};

/** Drills as they are, to be interrupted while they break their target: seconds longer than the examples. */
export const WHOLE_DRILLS: Readonly<Record<string, CatalogEntry>> = {
  "overloaded-fulfilment": catalogued("overloaded-fulfilment"),
};

/** The plan that an example runs with; a drill as it is has the default one. */
export const planOf = (name: string): Plan => (Object.hasOwn(WHOLE_DRILLS, name) ? defaultPlan() : examplePlan());

/** What the matrix of interruptions has to know of each. */
export const matrixExamples = (): Example[] =>
  Object.entries({ ...EXAMPLES, ...WHOLE_DRILLS }).map(([name, { definition, stimulus }]) => ({
    ...{ name, drill: definition.meta.id },
    leaseMs: stimulus.kind === "reversible" ? stimulus.leaseMs : null,
    timeFactor: resolvePhases(planOf(name), "smoke").timeFactor,
    asksPartner: definition.needs.includes("fulfilment"),
    fromPlanned: Object.hasOwn(WHOLE_DRILLS, name),
  }));
