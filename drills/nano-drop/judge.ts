import type { DrillJudge, EvidenceItem, JudgeFactory, JudgeInput } from "../../core/contract/drill.ts";
import { createAgentWork } from "../../core/judging/agent-work.ts";
import { createContactOutcomes } from "../../core/judging/contact-outcomes.ts";
import { createReconciliation } from "../../core/judging/reconciliation.ts";
import { createIslandReadiness } from "../../core/judging/island-readiness.ts";
import { concludeNanoDrop } from "../../core/judging/nano-drop/conclusion.ts";

/**
 * The judge of nano-drop: a pure fold. Records come in the order in which drill.ts declares their kinds, so the
 * agents' work and the target's exports are known when the contacts come.
 */
export const judgeNanoDrop: JudgeFactory = (input: JudgeInput): DrillJudge => {
  const planned = input.replicate.plannedContacts;
  const work = createAgentWork(input.replicate);
  const joined = createReconciliation(planned);
  const islands = createIslandReadiness(input.replicate.t0);
  const outcomes = createContactOutcomes(input, work, joined);
  return {
    take: (item: EvidenceItem): void => {
      if (item.kind === "handling") work.take(item.record);
      else if (item.kind === "desk-contact") joined.desk(item.record);
      else if (item.kind === "consent") joined.consent(item.record);
      else if (item.kind === "log") joined.log(item.record);
      else if (item.kind === "journal") islands.journal(item.record);
      else if (item.kind === "probe") islands.probe(item.record);
      else if (item.kind === "contact") outcomes.take(item.record);
    },
    finish: () => concludeNanoDrop(input, work, joined, islands, outcomes),
  };
};
