import { DRILL_NAMES, type DrillId } from "../../core/contract/ids.ts";
import { lackOf } from "../../core/judging/not-run.ts";
import type { TargetFile } from "../../core/schema/target-file.ts";
import { CATALOG } from "../../drills/catalog.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import { notRunReason } from "../../harness/plan/run-outline.ts";
import { mappedTarget } from "../../harness/target/mapped-target.ts";

/** A drill at a mapped desk: why it does not run there, or what of it can be told. */
export interface DrillAtTarget {
  readonly drill: DrillId;
  /** Null: it runs. */
  readonly notRun: string | null;
  /** Its objectives; those with a reason are NOT RUN. By the default plan's budgets. */
  readonly objectives: readonly { readonly title: string; readonly key: boolean; readonly notRun: string | null }[];
}

/** Every drill that there is, as this desk can carry it. */
export const drillsAt = (file: TargetFile): readonly DrillAtTarget[] => {
  const plan = defaultPlan();
  const { budgets } = plan;
  const { http } = file;
  const mapped = http === undefined ? undefined : mappedTarget({ ...file, http });
  return CATALOG.map(({ definition }) => {
    const specs = [...definition.objectives(budgets), ...(definition.mappedObjectives ?? [])];
    const objectives = specs.map((spec) => ({ title: spec.title, key: spec.key, notRun: lackOf(spec, mapped) }));
    return { drill: definition.meta.id, notRun: notRunReason(definition, file, plan), objectives };
  });
};

const detailLines = ({ objectives }: DrillAtTarget): string[] => {
  const reasons = new Map<string, string[]>();
  for (const { title, notRun } of objectives)
    if (notRun !== null) reasons.set(notRun, [...(reasons.get(notRun) ?? []), title]);
  return [
    ...objectives
      .filter(({ notRun }) => notRun === null)
      .map(({ title, key }) => `  ${key ? "key  " : "shown"} ${title}`),
    ...[...reasons].map(([reason, titles]) => `  NOT RUN, ${titles.length} objective(s): ${reason}`),
  ];
};

export const drillLines = (drills: readonly DrillAtTarget[]): string[] =>
  drills.flatMap((one) => {
    if (one.notRun !== null) return [`${one.drill}: will NOT RUN: ${one.notRun}`];
    const key = one.objectives.filter((objective) => objective.key);
    const told = key.filter(({ notRun }) => notRun === null).length;
    return [
      `${one.drill}: will run (${DRILL_NAMES[one.drill]}); ${told} of ${key.length} key objectives can be told here`,
      ...detailLines(one),
    ];
  });
