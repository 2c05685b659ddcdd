import type { DrillJudge, JudgeFactory, JudgeInput } from "../../core/contract/drill.ts";
import { concludeFulfilment } from "../../core/judging/fulfilment/conclusion.ts";
import { createFulfilmentFolds } from "../../core/judging/fulfilment/folds.ts";

/** The judge of overloaded-fulfilment: a pure fold. Promises are scored by themselves and count as nobody's reply. */
export const judgeOverloadedFulfilment: JudgeFactory = (input: JudgeInput): DrillJudge => {
  const folds = createFulfilmentFolds(input);
  return { take: folds.take, finish: () => concludeFulfilment(input, folds) };
};
