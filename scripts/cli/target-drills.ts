import { type Capability, DRILL_NAMES, type DrillId } from "../../core/contract/ids.ts";
import { capabilitiesOf } from "../../harness/target/mapped-target.ts";
import type { TargetFile } from "../../core/schema/target-file.ts";
import { CATALOG } from "../../drills/catalog.ts";

/** A drill at a target, and what keeps it from running there. */
export interface DrillAtTarget {
  readonly drill: DrillId;
  readonly missing: readonly Capability[];
}

/** Every drill that exists, with the capabilities that the target lacks for it. */
export const drillsAt = (file: TargetFile): readonly DrillAtTarget[] => {
  const has = capabilitiesOf(file);
  return CATALOG.map(({ definition }) => ({
    drill: definition.meta.id,
    missing: definition.needs.filter((need) => !has.has(need)),
  }));
};

export const drillLines = (drills: readonly DrillAtTarget[]): string[] =>
  drills.map(({ drill, missing }) =>
    missing.length === 0
      ? `${drill}: will run (${DRILL_NAMES[drill]})`
      : `${drill}: will NOT RUN: the target has no ${missing.join(", no ")}`,
  );
