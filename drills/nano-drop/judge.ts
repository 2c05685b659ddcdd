import type { DrillJudge, JudgeFactory, JudgeInput } from "../../core/contract/drill.ts";
import { concludeNanoDrop } from "../../core/judging/nano-drop/conclusion.ts";
import { createNanoDropFolds } from "../../core/judging/nano-drop/folds.ts";

/**
 * The judge of nano-drop: a pure fold. Records come in the order in which drill.ts declares their kinds, so the
 * agents' work and the target's exports are known when the contacts come.
 */
export const judgeNanoDrop: JudgeFactory = (input: JudgeInput): DrillJudge => {
  const folds = createNanoDropFolds(input);
  return { take: folds.take, finish: () => concludeNanoDrop(input, folds) };
};
