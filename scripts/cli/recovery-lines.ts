import { relative } from "node:path";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { StimulusRecovery } from "../../harness/recover/recover-replicate.ts";
import type { RunRecovery } from "../../harness/recover/recover-run.ts";

/** What `fieldproof recover` says: each run with each stimulus, what was closed, and what a person has to do. */
export function recoveryLines(runs: readonly RunRecovery[], faults: readonly FieldproofError[]): string[] {
  const told = [...faults.flatMap(errorLines), ...runs.flatMap(runLines)];
  const left = faults.length > 0 || runs.some(({ state }) => state !== "nothing" && state !== "settled");
  return [...told, ...(left ? [] : ["nothing is left"])];
}

function runLines(run: RunRecovery): string[] {
  const { stimuli, closed, notes, error, byHand, state } = run;
  if (state === "nothing" && notes.length === 0) return [];
  const shown = relative(".", run.runDir) || ".";
  return [
    `${shown}: ${error === null ? WORDS[state] : "not touched"}`,
    ...(error === null ? [] : errorLines(error)),
    ...stimuli.flatMap((one) => stimulusLines(one, state === "would")),
    ...notes.map((note) => `  ${note}`),
    ...(closed.aborted ? ["  marked as aborted"] : []),
    ...(closed.sealed ? ["  sealed"] : []),
    ...(byHand.length === 0
      ? []
      : ["  by hand, as its journal says; look before you type:", ...byHand.map((one) => `    ${one}`)]),
  ];
}

const WORDS: Readonly<Record<RunRecovery["state"], string>> = {
  nothing: "nothing to do",
  settled: "nothing is left",
  residue: "something is left",
  would: "would be recovered",
  refused: "not touched",
};

function stimulusLines(
  { folder, stimulus, target, proved, sentence, byHand }: StimulusRecovery,
  dry: boolean,
): string[] {
  const head = `  ${folder} ${stimulus} at ${target}`;
  if (dry) return [`${head}: ${sentence}`, ...byHand.map((one) => `    ${one}`)];
  if (proved) return [`${head}: proved: ${sentence}`];
  const left = new FieldproofError("FP-FAULT-005", { stimulus, target, byHand: byHand.join("; ") });
  return [`${head}: NOT proved: ${sentence}`, ...errorLines(left)];
}

const errorLines = (error: FieldproofError): string[] => [`  ${error.message}  [${error.code}]`, `    ${error.hint}`];
