import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { ExitCode } from "../../core/errors/exit-codes.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { COMPARISON_FILE, type Comparison, comparisonSchema } from "../../core/schema/comparison.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { judgeComparison } from "../../reports/judge/judge-comparison.ts";
import { renderComparison } from "../../reports/render/comparison/comparison-page.ts";
import { comparisonText } from "../../reports/render/comparison/comparison-terminal.ts";
import type { CliContext } from "./context.ts";
import { putFile } from "./outputs.ts";

const REPORT_FILE = "report.html";

/**
 * Judges a comparison's folder, writes comparison.json and report.html into it, and prints the table.
 * @throws FieldproofError FP-EVID-001, -002, -004, -005, FP-FILE-002
 */
export async function concludeComparison(dir: string, context: CliContext): Promise<ExitCode> {
  const comparison = comparisonSchema.parse(await judgeComparison(dir));
  await putFile(join(dir, COMPARISON_FILE), `${JSON.stringify(comparison, null, 2)}\n`);
  await putFile(join(dir, REPORT_FILE), await renderComparison(comparison));
  printComparison(comparison, join(relative(process.cwd(), dir) || ".", REPORT_FILE), context);
  return comparison.exitCode as ExitCode;
}

/** Draws a comparison.json without judging. @throws FieldproofError FP-FILE-002 */
export async function drawComparison(comparison: Comparison, out: string): Promise<void> {
  await writeFile(out, await renderComparison(comparison)).catch((cause: unknown) => {
    throw new FieldproofError("FP-FILE-002", { path: out, reason: fileReason(cause) }, { cause });
  });
}

/** With --json everything but the pictures, which comparison.json holds. */
function printComparison(comparison: Comparison, report: string, context: CliContext): void {
  if (context.json) {
    const { charts: _, ...told } = comparison;
    context.out(JSON.stringify({ ...told, report }));
    return;
  }
  context.out(comparisonText(comparison));
  context.out(`report: ${report}   exit ${comparison.exitCode}`);
}
