import { writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { Command } from "commander";
import type { ExitCode } from "../../core/errors/exit-codes.ts";
import { EXIT } from "../../core/errors/exit-codes.ts";
import { FieldproofError, isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { COMPARISON_FILE, comparisonSchema } from "../../core/schema/comparison.ts";
import { verdictSchema } from "../../core/schema/verdict.ts";
import { readSmallFile } from "../../harness/plan/small-file.ts";
import { isComparison } from "../../reports/evidence/comparison-folder.ts";
import { verifyRun } from "../../reports/evidence/verify-run.ts";
import { judgeRun } from "../../reports/judge/judge-run.ts";
import { FORMATS } from "../../reports/render/formats.ts";
import { concludeComparison, drawComparison } from "./comparison-outputs.ts";
import { type CliContext, inert } from "./context.ts";
import { conclude } from "./conclusion.ts";
import { addPipelineFlags, formatHelp, formatsOf, type PipelineFlags, pipelineOf } from "./pipeline-flags.ts";

export const describeJudge = (program: Command): Command =>
  addPipelineFlags(
    program
      .command("judge")
      .description("judge a run folder again from its evidence; writes verdict.json and what is drawn from it")
      .argument("<run>", "the folder runs/<id>"),
  );

export async function judgeCommand(runDir: string, flags: PipelineFlags, context: CliContext): Promise<ExitCode> {
  const pipeline = pipelineOf(flags);
  const dir = resolve(runDir);
  return await conclude({ runDir: dir, verdict: await judgeRun(dir), pipeline, fresh: false }, context);
}

export interface ReportFlags {
  readonly out?: string;
  readonly format: string;
}

export const describeReport = (program: Command): Command =>
  program
    .command("report")
    .description("draw the report again from a verdict.json, without judging; a comparison's folder is judged again")
    .argument("<verdict>", "a verdict.json, the comparison.json or the folder of a comparison")
    .option("--format <names>", formatHelp(), "html")
    .option("--out <path>", "the file of one format, or the folder of several; the usual names here without it");

const issuesOf = ({ issues }: { issues: readonly { path: readonly PropertyKey[]; message: string }[] }): string =>
  issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.map(String).join(".")}: ${message}`)
    .join("; ");

/** Thousands of replicates with their charts stay well below it. */
const LIMIT_MB = 50;

export async function reportCommand(verdictPath: string, flags: ReportFlags, context: CliContext): Promise<ExitCode> {
  const formats = formatsOf(flags.format);
  if (await isComparison(verdictPath)) return await concludeComparison(resolve(verdictPath), context);
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
  if (basename(verdictPath) === COMPARISON_FILE) {
    const comparison = comparisonSchema.safeParse(value);
    if (!comparison.success) throw fail(issuesOf(comparison.error));
    const out = flags.out ?? FORMATS.html.file;
    await drawComparison(comparison.data, out);
    context.out(context.json ? JSON.stringify({ written: [out] }) : `wrote ${out}`);
    return EXIT.ready;
  }
  const parsed = verdictSchema.safeParse(value);
  if (!parsed.success) throw fail(issuesOf(parsed.error));
  const written: string[] = [];
  for (const name of formats) {
    const { file, render } = FORMATS[name];
    const path = formats.length === 1 ? (flags.out ?? file) : join(flags.out ?? ".", file);
    await writeFile(path, await render(parsed.data, null)).catch((cause: unknown) => {
      throw new FieldproofError("FP-FILE-002", { path, reason: fileReason(cause) }, { cause });
    });
    written.push(path);
  }
  context.out(context.json ? JSON.stringify({ written }) : `wrote ${written.join(", ")}`);
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
