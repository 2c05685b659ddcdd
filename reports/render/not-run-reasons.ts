import type { ReplicateVerdict } from "../../core/schema/verdict.ts";

/** Objectives that the target could not be asked for, those with one reason together, each named once. */
export function notRunReasons(
  replicates: readonly Pick<ReplicateVerdict, "objectives">[],
): { readonly reason: string; readonly ids: readonly string[] }[] {
  const byReason = new Map<string, Set<string>>();
  for (const { id, notRun } of replicates.flatMap(({ objectives }) => objectives)) {
    if (notRun !== undefined) byReason.set(notRun, (byReason.get(notRun) ?? new Set()).add(id));
  }
  return [...byReason].map(([reason, ids]) => ({ reason, ids: [...ids] }));
}
