import { writeFile } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Command } from "commander";
import { EXIT, type ExitCode, worstExit } from "../../core/errors/exit-codes.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { STOP_FILE, type RunRecord } from "../../core/schema/evidence.ts";
import { printable } from "../../core/text/printable.ts";
import { stateFolderPath } from "../../harness/lock/state-folder.ts";
import { readRunRecord } from "../../harness/recover/run-record.ts";
import { runningRuns } from "../../harness/run/running-runs.ts";
import { type CliContext, complain, inert } from "./context.ts";
import { wholeNumber } from "./flags.ts";

export interface StopFlags {
  readonly runs: string;
  readonly wait: string;
}

/** Registers `fieldproof stop [run]`. */
export const describeStop = (program: Command): Command =>
  program
    .command("stop")
    .description("end a run that goes on, or all: the load stops within two seconds, what was done is undone")
    .argument("[run]", "its id, or its folder; all that go on when left out")
    .option("--runs <dir>", "where run folders are", "runs")
    .option("--wait <seconds>", "how long to wait for each to put the target right and to write its evidence", "120");

const LOOK_MS = 100;

/** @throws FieldproofError FP-STOP-003 when nothing (of that name) runs */
export async function stopCommand(run: string | undefined, flags: StopFlags, context: CliContext): Promise<ExitCode> {
  const waitSec = wholeNumber("--wait", flags.wait, 1, 3600);
  const runsDir = resolve(flags.runs);
  const running = await runningRuns(runsDir, stateFolderPath(process.env));
  const asked = running.filter((dir) => run === undefined || basename(dir) === run || dir === resolve(run));
  if (asked.length === 0)
    throw new FieldproofError("FP-STOP-003", {
      dir: printable(flags.runs, 200),
      which: run === undefined ? "" : ` as ${printable(run, 60)}`,
    });
  for (const dir of asked) await putStopFile(dir);
  const ends = await Promise.all(asked.map((dir) => endOf(dir, waitSec)));
  if (context.json)
    context.out(
      JSON.stringify({ runs: ends.map(({ id, record }) => ({ run: id, ended: record !== null, ...record })) }),
    );
  for (const { id, dir, record } of ends) {
    if (record === null)
      complain(
        new FieldproofError("FP-STOP-004", { run: id, seconds: waitSec, path: relative(".", join(dir, STOP_FILE)) }),
        { ...context, json: false },
      );
    else if (!context.json) context.out(inert(`${id} ended at ${record.endedAt}: ${howOf(record)}`));
  }
  return worstExit(ends.map(({ record }) => (record === null ? EXIT.cantTell : EXIT.ready)));
}

const howOf = ({ aborted }: Pick<RunRecord, "aborted">): string =>
  aborted === null ? "it had come to its end by itself" : `${aborted.message} [${aborted.code}]`;

async function putStopFile(dir: string): Promise<void> {
  const path = join(dir, STOP_FILE);
  // One that is there already asks for the same.
  await writeFile(path, "").catch((cause: unknown) => {
    throw new FieldproofError("FP-FILE-002", { path, reason: fileReason(cause) }, { cause });
  });
}

interface End {
  readonly id: string;
  readonly dir: string;
  /** Null: it has not ended in time. */
  readonly record: Pick<RunRecord, "endedAt" | "aborted"> | null;
}

async function endOf(dir: string, waitSec: number): Promise<End> {
  const id = basename(dir);
  for (const until = performance.now() + waitSec * 1000; performance.now() < until; await pause(LOOK_MS)) {
    const { endedAt, aborted } = await readRunRecord(dir);
    if (endedAt !== null) return { id, dir, record: { endedAt, aborted } };
  }
  return { id, dir, record: null };
}
