import type { DrillDefinition } from "../../core/contract/drill.ts";
import { DRILL_NAMES, type DrillVerdict } from "../../core/contract/ids.ts";
import type { DrillVerdictRecord, ReplicateVerdict } from "../../core/schema/verdict.ts";

/**
 * Rolls replicates up (design, section 8). For objectives that a queue decides: PASS when all pass, FAIL when two
 * or more fail, or the only one, INCONCLUSIVE otherwise. Every other key objective that fails once fails the drill.
 */
export function rollUpReplicates(replicates: readonly ReplicateVerdict[]): { verdict: DrillVerdict; sentence: string } {
  const first = replicates[0];
  if (first === undefined) return { verdict: "NOT RUN", sentence: "The drill was not run." };
  const failed = replicates.filter((one) => one.verdict === "FAIL");
  const unclear = replicates.filter((one) => one.verdict === "INCONCLUSIVE" || one.verdict === "NOT RUN");
  const flat = failed
    .flatMap((one) => one.objectives)
    .find((one) => one.key && one.status === "missed" && !one.decidedByQueue);
  // A replicate's reason is its first miss, a cause before its symptoms; whose replicate fails for itself says just that.
  if (failed.length >= 2 || (failed.length === 1 && replicates.length === 1))
    return { verdict: "FAIL", sentence: failed[0]?.reason ?? "" };
  if (flat !== undefined) return { verdict: "FAIL", sentence: flat.sentence };
  if (failed.length === 1) {
    const met = replicates.length - 1 - unclear.length;
    return {
      verdict: "INCONCLUSIVE",
      sentence: `${met} of ${replicates.length} met, rule fixed beforehand. ${failed[0]?.reason ?? ""}`,
    };
  }
  if (unclear.length > 0) return { verdict: "INCONCLUSIVE", sentence: unclear[0]?.reason ?? "" };
  return { verdict: "PASS", sentence: first.reason };
}

/**
 * The code of the key objective that the sentence tells of, for `fieldproof explain`: the first missed one of a failure;
 * a drill without a verdict has one only where its sentence is an objective's.
 */
const codeOf = (
  replicates: readonly ReplicateVerdict[],
  { verdict, sentence }: { readonly verdict: DrillVerdict; readonly sentence: string },
): string | null => {
  if (verdict === "PASS") return null;
  const found = replicates
    .flatMap((one) => one.objectives)
    .find((one) =>
      verdict === "FAIL" ? one.key && one.status === "missed" : one.key && sentence.endsWith(one.sentence),
    );
  return found?.code ?? null;
};

export function toDrillVerdict(
  definition: DrillDefinition,
  required: boolean,
  replicates: readonly ReplicateVerdict[],
): DrillVerdictRecord {
  const { verdict, sentence } = rollUpReplicates(replicates);
  return {
    drill: definition.meta.id,
    title: verdict === "FAIL" ? definition.meta.failureTitle : definition.meta.title,
    why: definition.meta.why,
    required,
    verdict,
    sentence,
    code: codeOf(replicates, { verdict, sentence }),
    met: replicates.filter((one) => one.verdict === "PASS").length,
    of: replicates.length,
    replicates: [...replicates],
  };
}

/** A drill that the plan names and that was not run, or that does not exist yet. */
export const notRun = (drill: DrillVerdictRecord["drill"], required: boolean, reason: string): DrillVerdictRecord => ({
  drill,
  title: DRILL_NAMES[drill],
  why: "",
  required,
  verdict: "NOT RUN",
  sentence: reason,
  code: null,
  met: 0,
  of: 0,
  replicates: [],
});
