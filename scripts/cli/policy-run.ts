import { readdir, rm } from "node:fs/promises";
import { EXIT, type ExitCode } from "../../core/errors/exit-codes.ts";
import { isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { COMPARISON_RUN_FILE } from "../../core/schema/comparison.ts";
import type { RunResult } from "../../harness/run/run.ts";
import { judgeRun } from "../../reports/judge/judge-run.ts";
import type { ComparisonStart } from "./comparison-start.ts";
import { type CliContext, complain } from "./context.ts";
import { writeOutputs } from "./outputs.ts";

/**
 * One run of a comparison, judged and drawn. What was recorded stays, whatever becomes of its report; a new
 * folder in which nothing was recorded goes, and the error is thrown on.
 * @returns why the comparison ends with it; empty when it goes on
 */
export async function runPolicy(
  { dir, isNew }: Pick<ComparisonStart, "dir" | "isNew">,
  act: () => Promise<Pick<RunResult, "runDir" | "aborted">>,
  context: CliContext,
): Promise<ExitCode[]> {
  try {
    const { runDir, aborted } = await act();
    await writeOutputs(runDir, await judgeRun(runDir), ["html"]);
    return aborted ? [EXIT.aborted] : [];
  } catch (error) {
    if (!isFieldproofError(error)) throw error;
    const bare = (await readdir(dir)).every((name) => name === COMPARISON_RUN_FILE);
    if (!bare || !isNew) return [complain(error, { ...context, json: false })];
    await rm(dir, { recursive: true, force: true });
    throw error;
  }
}
