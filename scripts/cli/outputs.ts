import { join, relative } from "node:path";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { type Verdict, verdictSchema } from "../../core/schema/verdict.ts";
import { writeWholeFile } from "../../harness/evidence/json-file.ts";
import { renderJunit } from "../../reports/render/junit.ts";
import { renderMarkdown } from "../../reports/render/markdown.ts";
import { renderReport } from "../../reports/render/report.ts";
import { renderTerminal } from "../../reports/render/terminal.ts";
import type { CliContext } from "./context.ts";

/**
 * Puts a file in place whole, by its name: a link that lies there in a folder from elsewhere is replaced, never followed.
 */
const put = async (path: string, text: string): Promise<void> => {
  await writeWholeFile(path, text).catch((error: unknown) => {
    const cause = error instanceof Error ? error.cause : error;
    throw new FieldproofError("FP-FILE-002", { path, reason: fileReason(cause) }, { cause });
  });
};

/** The one spelling of verdict.json: re-judging elsewhere gives the same bytes. */
export const verdictText = (verdict: Verdict): string => `${JSON.stringify(verdictSchema.parse(verdict), null, 2)}\n`;

/** Writes verdict.json and everything that is drawn from it beside the seal. */
export async function writeOutputs(runDir: string, verdict: Verdict): Promise<void> {
  await put(join(runDir, "verdict.json"), verdictText(verdict));
  await put(join(runDir, "report.html"), await renderReport(verdict));
  await put(join(runDir, "junit.xml"), renderJunit(verdict));
  await put(join(runDir, "summary.md"), renderMarkdown(verdict));
}

/** The closing lines: each drill, the verdict, where the report is, the exit code. */
export function printVerdict(runDir: string, verdict: Verdict, context: CliContext): void {
  const report = join(relative(process.cwd(), runDir) || ".", "report.html");
  if (context.json) {
    context.out(
      JSON.stringify({
        verdict: verdict.verdict,
        label: verdict.label,
        sentence: verdict.sentence,
        exitCode: verdict.exitCode,
        runDir,
        report,
        drills: verdict.drills.map(({ drill, verdict: one, sentence, code }) => ({
          drill,
          verdict: one,
          sentence,
          code,
        })),
      }),
    );
    return;
  }
  context.out(renderTerminal(verdict, { color: context.color, width: context.width }).trimEnd());
  context.out(`report: ${report}   exit ${verdict.exitCode}`);
}
