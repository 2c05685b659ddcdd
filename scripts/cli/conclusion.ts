import { randomUUID } from "node:crypto";
import { appendFile } from "node:fs/promises";
import type { ExitCode } from "../../core/errors/exit-codes.ts";
import type { Verdict } from "../../core/schema/verdict.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { annotationLines } from "../../reports/render/annotations.ts";
import { renderMarkdown } from "../../reports/render/markdown.ts";
import { type CliContext, inert } from "./context.ts";
import { printVerdict, writeOutputs } from "./outputs.ts";
import { exitUnder, type Pipeline } from "./pipeline-flags.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Writes what was asked for, prints the verdict, tells the build server, and returns the exit code. */
export async function conclude(
  runDir: string,
  verdict: Verdict,
  pipeline: Pipeline,
  context: CliContext,
  env: Env = process.env,
): Promise<ExitCode> {
  await writeOutputs(runDir, verdict, pipeline.formats);
  const exit = exitUnder(verdict.exitCode as ExitCode, pipeline.onCantTell);
  const onGitHub = pipeline.ci && env["GITHUB_ACTIONS"] === "true";
  if (onGitHub) printOnGitHub(runDir, verdict, pipeline, exit, context);
  else printVerdict(runDir, verdict, context, exit);
  if (exit !== verdict.exitCode) context.err("CAN'T TELL passes here because of --on-cant-tell warn; it is no READY.");
  const summary = env["GITHUB_STEP_SUMMARY"];
  if (pipeline.ci && summary !== undefined && summary !== "") await addSummary(summary, verdict, context);
  return exit;
}

/**
 * A runner obeys every line that looks like a command of its own, also one that a target's text made up. So commands are
 * off, by a word that nobody can guess, while the verdict is printed.
 */
function printOnGitHub(
  runDir: string,
  verdict: Verdict,
  { onCantTell }: Pipeline,
  exit: ExitCode,
  context: CliContext,
): void {
  const annotations = annotationLines(verdict, onCantTell === "warn" ? "warning" : "error");
  if (context.json) {
    // One JSON value stands on stdout, and a line of JSON begins no command: `##[` in it alone would.
    printVerdict(
      runDir,
      verdict,
      { ...context, out: (text) => context.out(text.replaceAll("##[", "##\\u005b")) },
      exit,
    );
    for (const line of annotations) context.err(line);
    return;
  }
  const word = randomUUID();
  context.out(`::stop-commands::${word}`);
  printVerdict(runDir, verdict, context, exit);
  context.out(`::${word}::`);
  for (const line of annotations) context.out(line);
}

/** Added, since other steps write there, too. A summary that cannot be written is no reason to lose a verdict. */
async function addSummary(path: string, verdict: Verdict, context: CliContext): Promise<void> {
  await appendFile(path, renderMarkdown(verdict)).catch((error: unknown) => {
    context.err(inert(`The step summary ${path} could not be written: ${fileReason(error)}.`));
  });
}
