import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import { EXIT, type ExitCode, worstExit } from "../../core/errors/exit-codes.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { printable } from "../../core/text/printable.ts";
import { openStateFolder, stateFolderPath } from "../../harness/lock/state-folder.ts";
import { findRuns } from "../../harness/recover/find-runs.ts";
import type { RecoverTools } from "../../harness/recover/recover-replicate.ts";
import { recoverRun, type RunRecovery } from "../../harness/recover/recover-run.ts";
import { recoveryTools } from "../../harness/recover/recovery-tools.ts";
import { type CliContext, inert } from "./context.ts";
import { recoveryLines } from "./recovery-lines.ts";

export interface RecoverFlags {
  readonly runs: string;
  readonly dryRun?: boolean;
}

/** Registers `fieldproof recover [run]`. */
export const describeRecover = (program: Command): Command =>
  program
    .command("recover")
    .description("undo what a run left at its target when its harness was killed, prove it, and close the run's folder")
    .argument("[run]", "the folder runs/<id>; without one every run that left something")
    .option("--runs <dir>", "where run folders are", "runs")
    .option("--dry-run", "say what would be done, and change nothing");

/** Safe to repeat. Exit 0: nothing is left. 5: something is, and how to undo it by hand is printed. */
export async function recoverCommand(
  run: string | undefined,
  flags: RecoverFlags,
  context: CliContext,
  tools: RecoverTools = recoveryTools(),
): Promise<ExitCode> {
  const stateDir = await openStateFolder(stateFolderPath(process.env));
  const found =
    run === undefined ? await findRuns(resolve(flags.runs), stateDir) : { runDirs: [await realRun(run)], faults: [] };
  const recovered: RunRecovery[] = [];
  for (const runDir of found.runDirs)
    recovered.push(await recoverRun(runDir, tools, { stateDir, dryRun: flags.dryRun === true }));
  const exits = recovered.map((one) => exitOf(one, run !== undefined));
  const exit = worstExit([...found.faults.map(({ exitCode }) => exitCode as ExitCode), ...exits]);
  if (context.json) context.out(JSON.stringify({ exitCode: exit, runs: recovered, faults: found.faults }));
  else for (const line of recoveryLines(recovered, found.faults)) context.out(inert(line));
  return exit;
}

async function realRun(run: string): Promise<string> {
  return realpath(run).catch((cause: unknown) => {
    throw new FieldproofError("FP-RECOVER-005", { path: printable(run, 400), reason: fileReason(cause) }, { cause });
  });
}

/** A run that is still at work is told, and no fault of those who only look for what is left. */
function exitOf({ state, error }: RunRecovery, asked: boolean): ExitCode {
  if (!asked && error?.code === "FP-RECOVER-004") return EXIT.ready;
  if (error !== null) return error.exitCode as ExitCode;
  // A dry run proves nothing: what it names is still there.
  return state === "residue" ? EXIT.residue : EXIT.ready;
}
