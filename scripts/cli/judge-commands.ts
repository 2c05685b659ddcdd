import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { ExitCode } from "../../core/errors/exit-codes.ts";
import { EXIT } from "../../core/errors/exit-codes.ts";
import { FieldproofError, isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { verdictSchema } from "../../core/schema/verdict.ts";
import { readSmallFile } from "../../harness/plan/small-file.ts";
import { verifyRun } from "../../reports/evidence/verify-run.ts";
import { judgeRun } from "../../reports/judge/judge-run.ts";
import { renderReport } from "../../reports/render/report.ts";
import { type CliContext, inert } from "./context.ts";
import { printVerdict, writeOutputs } from "./outputs.ts";

export const describeJudge = (program: Command): Command =>
  program
    .command("judge")
    .description("judge a run folder again from its evidence; writes verdict.json, report.html, junit.xml, summary.md")
    .argument("<run>", "the folder runs/<id>");

export async function judgeCommand(runDir: string, context: CliContext): Promise<ExitCode> {
  const dir = resolve(runDir);
  const verdict = await judgeRun(dir);
  await writeOutputs(dir, verdict);
  printVerdict(dir, verdict, context);
  return verdict.exitCode as ExitCode;
}

export const describeReport = (program: Command): Command =>
  program
    .command("report")
    .description("draw the report again from a verdict.json, without judging")
    .argument("<verdict>", "a verdict.json")
    .option("--out <file>", "where the report goes", "report.html");

/** Thousands of replicates with their charts stay well below it. */
const LIMIT_MB = 50;

export async function reportCommand(
  verdictPath: string,
  flags: { out: string },
  context: CliContext,
): Promise<ExitCode> {
  const fail = (reason: string, cause?: unknown): FieldproofError =>
    new FieldproofError("FP-REPORT-001", { path: verdictPath, reason }, { cause });
  const bytes = await readSmallFile(verdictPath, LIMIT_MB).catch((cause: unknown) => {
    throw isFieldproofError(cause) && cause.code === "FP-FILE-001"
      ? fail(String(cause.details["reason"]), cause)
      : cause;
  });
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw fail("it is no JSON", cause);
  }
  const parsed = verdictSchema.safeParse(value);
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw fail(issues.join("; "));
  }
  await writeFile(flags.out, await renderReport(parsed.data)).catch((cause: unknown) => {
    throw new FieldproofError("FP-FILE-002", { path: flags.out, reason: fileReason(cause) }, { cause });
  });
  context.out(context.json ? JSON.stringify({ report: flags.out }) : `wrote ${flags.out}`);
  return EXIT.ready;
}

export const describeVerify = (program: Command): Command =>
  program
    .command("verify")
    .description("check a run folder against its digests, offline")
    .argument("<run>", "the folder runs/<id>");

export async function verifyCommand(runDir: string, context: CliContext): Promise<ExitCode> {
  const result = await verifyRun(resolve(runDir));
  if (context.json) {
    context.out(
      JSON.stringify({
        intact: result.faults.length === 0,
        digest: result.digest,
        files: result.files,
        bytes: result.bytes,
        faults: result.faults.map((fault) => fault.toJSON()),
      }),
    );
  } else if (result.faults.length === 0) {
    context.out(`intact, signer unknown: ${result.files} files, sha256:${result.digest}`);
  } else {
    for (const fault of result.faults) context.out(inert(`${fault.message}  [${fault.code}]`));
    context.out(`NOT INTACT: ${result.faults.length} fault(s) in ${result.files} files`);
  }
  return result.faults.length === 0 ? EXIT.ready : EXIT.cantTell;
}
