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
import { isComparison, readComparison } from "../../reports/evidence/comparison-folder.ts";
import { type Verification, verifyRun } from "../../reports/evidence/verify-run.ts";
import { FORMATS } from "../../reports/render/formats.ts";
import { concludeComparison, drawComparison } from "./comparison-outputs.ts";
import { type CliContext, inert } from "./context.ts";
import { conclude } from "./conclusion.ts";
import { addPipelineFlags, formatHelp, formatsOf, type PipelineFlags, pipelineOf } from "./pipeline-flags.ts";
import { judgeWithStaffing } from "../staffing/judged-run.ts";

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
  return await conclude({ runDir: dir, verdict: await judgeWithStaffing(dir), pipeline, fresh: false }, context);
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
    .argument("<run>", "the folder runs/<id>, of a run or of a comparison");

export async function verifyCommand(runDir: string, context: CliContext): Promise<ExitCode> {
  const dir = resolve(runDir);
  if (await isComparison(dir)) return await verifyComparison(dir, context);
  const result = await verifyRun(dir);
  if (context.json) context.out(JSON.stringify(verification(result)));
  else for (const line of verificationLines(result)) context.out(line);
  return result.faults.length === 0 ? EXIT.ready : EXIT.cantTell;
}

/** Each sealed run of a comparison. One that is not here may never have begun or be deleted: nothing verifies it. */
async function verifyComparison(dir: string, context: CliContext): Promise<ExitCode> {
  const { folders } = await readComparison(dir);
  const results: { policy: string; run: string; result: Verification }[] = [];
  const missing = folders.flatMap(({ id, name }) => (name === null ? [id] : []));
  for (const { id, name } of folders)
    if (name !== null) results.push({ policy: id, run: name, result: await verifyRun(join(dir, name)) });
  if (context.json)
    context.out(
      JSON.stringify({
        runs: results.map(({ policy, run, result }) => ({ policy, run, ...verification(result) })),
        missing,
      }),
    );
  else {
    for (const { policy, run, result } of results)
      for (const line of verificationLines(result)) context.out(inert(`${policy} ${run}: ${line}`));
    for (const policy of missing) context.out(inert(`${policy}: NOT HERE, no run of it can be verified`));
  }
  const isWhole = missing.length === 0 && results.every(({ result }) => result.faults.length === 0);
  return isWhole ? EXIT.ready : EXIT.cantTell;
}

const verification = ({ faults, digest, files, bytes }: Verification) => ({
  ...{ intact: faults.length === 0, digest, files, bytes },
  faults: faults.map((fault) => fault.toJSON()),
});

const verificationLines = ({ faults, files, digest }: Verification): string[] =>
  faults.length === 0
    ? [`intact, signer unknown: ${files} files, sha256:${digest}`]
    : [
        ...faults.map((fault) => inert(`${fault.message}  [${fault.code}]`)),
        `NOT INTACT: ${faults.length} fault(s) in ${files} files`,
      ];
