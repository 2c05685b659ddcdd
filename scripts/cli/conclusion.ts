import { randomUUID } from "node:crypto";
import { appendFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { ExitCode } from "../../core/errors/exit-codes.ts";
import { isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { type HistoryEntry, historyEntrySchema } from "../../core/schema/history.ts";
import type { Verdict } from "../../core/schema/verdict.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { historyEntry, sameRun } from "../../reports/history/history-entry.ts";
import { appendHistory, type History, readHistory } from "../../reports/history/history-file.ts";
import { trendOf } from "../../reports/history/trend.ts";
import { annotationLines } from "../../reports/render/annotations.ts";
import { renderMarkdown } from "../../reports/render/markdown.ts";
import { type CliContext, inert } from "./context.ts";
import { printVerdict, writeOutputs } from "./outputs.ts";
import { exitUnder, type Pipeline } from "./pipeline-flags.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface Conclusion {
  readonly runDir: string;
  readonly verdict: Verdict;
  readonly pipeline: Pipeline;
  /** The run has just ended: its line is added to the history beside its folder. */
  readonly fresh: boolean;
}

/**
 * Writes what was asked for, prints the verdict, tells the build server, and returns the exit code. A run that is judged
 * again gets another line in the history only if it stands there, and otherwise.
 */
export async function conclude(
  { runDir, verdict, pipeline, fresh }: Conclusion,
  context: CliContext,
  env: Env = process.env,
): Promise<ExitCode> {
  const entry = historyEntry(verdict);
  const history = await historyBeside(runDir, entry, context);
  const trend = history === null ? null : trendOf(entry, history);
  await writeOutputs(runDir, verdict, pipeline.formats, trend);
  if (fresh || (history !== null && wasOtherwise(entry, history)))
    await appendHistory(dirname(runDir), entry).catch((error: unknown) => warn(error, context));
  const exitCode = exitUnder(verdict.exitCode as ExitCode, pipeline.onCantTell);
  const shown = { exitCode, baseline: fresh || (trend?.runs.length ?? 0) > 1 ? (trend?.sentence ?? null) : null };
  if (pipeline.ci && env["GITHUB_ACTIONS"] === "true") printOnGitHub(runDir, verdict, pipeline, shown, context);
  else printVerdict(runDir, verdict, context, shown);
  if (exitCode !== verdict.exitCode)
    context.err("CAN'T TELL passes here because of --on-cant-tell warn; it is no READY.");
  const summary = env["GITHUB_STEP_SUMMARY"];
  if (pipeline.ci && summary !== undefined && summary !== "") await addSummary(summary, verdict, context);
  return exitCode;
}

/** A history that cannot be read or written is no reason to lose a verdict. */
const warn = (error: unknown, context: CliContext): null => {
  if (!isFieldproofError(error)) throw error;
  context.err(inert(`The history was left alone: ${error.message} [${error.code}]`));
  return null;
};

async function historyBeside(runDir: string, entry: HistoryEntry, context: CliContext): Promise<History | null> {
  try {
    return await readHistory(dirname(runDir), entry.planDigest);
  } catch (error) {
    return warn(error, context);
  }
}

/** It stands in the history, and not as it is judged now. */
function wasOtherwise(entry: HistoryEntry, { entries }: History): boolean {
  const before = entries.find((one) => sameRun(one, entry));
  return before !== undefined && JSON.stringify(before) !== JSON.stringify(historyEntrySchema.parse(entry));
}

/**
 * A runner obeys every line that looks like a command of its own, also one that a target's text made up. So commands are
 * off, by a word that nobody can guess, while the verdict is printed.
 */
function printOnGitHub(
  runDir: string,
  verdict: Verdict,
  { onCantTell }: Pipeline,
  shown: { readonly exitCode: number; readonly baseline: string | null },
  context: CliContext,
): void {
  const annotations = annotationLines(verdict, onCantTell === "warn" ? "warning" : "error");
  if (context.json) {
    // One JSON value stands on stdout, and a line of JSON begins no command: `##[` in it alone would.
    printVerdict(
      runDir,
      verdict,
      { ...context, out: (text) => context.out(text.replaceAll("##[", "##\\u005b")) },
      shown,
    );
    for (const line of annotations) context.err(line);
    return;
  }
  const word = randomUUID();
  context.out(`::stop-commands::${word}`);
  printVerdict(runDir, verdict, context, shown);
  context.out(`::${word}::`);
  for (const line of annotations) context.out(line);
}

/** Added, since other steps write there, too. A summary that cannot be written is no reason to lose a verdict. */
async function addSummary(path: string, verdict: Verdict, context: CliContext): Promise<void> {
  await appendFile(path, renderMarkdown(verdict)).catch((error: unknown) => {
    context.err(inert(`The step summary ${path} could not be written: ${fileReason(error)}.`));
  });
}
