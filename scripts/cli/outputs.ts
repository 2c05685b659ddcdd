import { lstat } from "node:fs/promises";
import { join, relative } from "node:path";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { printable } from "../../core/text/printable.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { type Verdict, verdictSchema } from "../../core/schema/verdict.ts";
import { writeWholeFile } from "../../harness/evidence/json-file.ts";
import type { Trend } from "../../reports/history/trend.ts";
import { FORMAT_NAMES, FORMATS, type FormatName, USUAL_FORMATS } from "../../reports/render/formats.ts";
import { renderTerminal } from "../../reports/render/terminal.ts";
import type { CliContext } from "./context.ts";

/**
 * Puts a file in place whole, by its name: a link that lies there in a folder from elsewhere is replaced, never followed.
 */
export const putFile = async (path: string, text: string): Promise<void> => {
  await writeWholeFile(path, text).catch((error: unknown) => {
    const cause = error instanceof Error ? error.cause : error;
    throw new FieldproofError("FP-FILE-002", { path, reason: fileReason(cause) }, { cause });
  });
};

/** The one spelling of verdict.json: re-judging elsewhere gives the same bytes. */
export const verdictText = (verdict: Verdict): string => `${JSON.stringify(verdictSchema.parse(verdict), null, 2)}\n`;

/**
 * Writes verdict.json and what is drawn from it beside the seal: the formats asked for, and those that an earlier
 * judging left there, so that no two files of one folder tell different verdicts.
 */
export async function writeOutputs(
  runDir: string,
  verdict: Verdict,
  formats: readonly FormatName[] = USUAL_FORMATS,
  trend: Trend | null = null,
): Promise<void> {
  await putFile(join(runDir, "verdict.json"), verdictText(verdict));
  for (const name of FORMAT_NAMES) {
    const { file, render } = FORMATS[name];
    const path = join(runDir, file);
    const wanted = formats.includes(name) || (await lstat(path).catch(() => null)) !== null;
    if (wanted) await putFile(path, await render(verdict, trend));
  }
}

/** The closing lines: each drill, the verdict, where the report is, the exit code; the verdict's own unless told. */
export function printVerdict(
  runDir: string,
  verdict: Verdict,
  context: CliContext,
  { exitCode = verdict.exitCode, baseline = null }: { exitCode?: number; baseline?: string | null } = {},
): void {
  const report = join(relative(process.cwd(), runDir) || ".", "report.html");
  if (context.json) {
    context.out(
      JSON.stringify({
        verdict: verdict.verdict,
        label: verdict.label,
        sentence: verdict.sentence,
        exitCode,
        ...(baseline === null ? {} : { baseline }),
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
  if (baseline !== null) context.out(printable(baseline, 2000));
  context.out(`report: ${report}   exit ${exitCode}`);
}
