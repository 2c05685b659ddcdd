import { resolve } from "node:path";
import type { Command } from "commander";
import { EXIT, type ExitCode } from "../../core/errors/exit-codes.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { stateFolderPath } from "../../harness/lock/state-folder.ts";
import { pruneRuns } from "../runs/prune-runs.ts";
import { listRuns, type RunRow } from "../runs/run-list.ts";
import { printable } from "../../core/text/printable.ts";
import { type CliContext, inert } from "./context.ts";
import { ageMs, wholeNumber } from "./flags.ts";

export interface RunsFlags {
  readonly runs: string;
}

export interface PruneFlags extends RunsFlags {
  readonly keep?: string;
  readonly olderThan?: string;
  readonly dryRun?: boolean;
}

interface RunsActions {
  readonly list: (flags: RunsFlags) => Promise<void>;
  readonly prune: (flags: PruneFlags) => Promise<void>;
}

/** Registers `fieldproof runs list` and `fieldproof runs prune`. */
export function describeRuns(program: Command, actions: RunsActions): void {
  const runs = program.command("runs").description("what runs there are and were, and which folders to remove");
  runs
    .command("list")
    .description("every run of the folder and of its history, oldest first")
    .option("--runs <dir>", "the folder of runs", "runs")
    .action(actions.list);
  runs
    .command("prune")
    .description("remove the folders of old runs; asks nothing, and spares what must stay")
    .option("--keep <n>", "how many of the latest runs stay, however old they are")
    .option("--older-than <age>", "only runs that began longer ago: 12h, 30d, 8w")
    .option("--dry-run", "say what would be removed, and remove nothing")
    .option("--runs <dir>", "the folder of runs", "runs")
    .action(actions.prune);
}

/** A READY that has had its day is told as such; the plan that it was of may have changed, too. */
const verdictText = ({ verdict, validUntil }: RunRow, nowMs: number): string => {
  if (verdict === null) return "none";
  if (validUntil === null) return verdict;
  const day = validUntil.slice(0, 10);
  return Date.parse(validUntil) < nowMs ? `${verdict}, expired ${day}` : `${verdict} until ${day}`;
};

const table = (rows: readonly (readonly string[])[]): string[] => {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => [...(row[at] ?? "")].length)));
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
};

export async function runsList({ runs }: RunsFlags, context: CliContext, nowMs = Date.now()): Promise<ExitCode> {
  const { rows, history, comparisons, strange } = await listRuns(resolve(runs));
  const { damaged, foreign } = history;
  if (context.json) {
    context.out(JSON.stringify({ runs: rows, unreadableLines: { damaged, foreign }, comparisons, strange }));
    return EXIT.ready;
  }
  const head = ["run", "started", "profile", "verdict", "state", "plan", "target"];
  const cells = rows.map((row) =>
    [
      ...[row.id, row.startedAt, row.profile, verdictText(row, nowMs), row.state, row.planDigest.slice(0, 8)],
      row.target,
    ].map((cell) => printable(cell, 60)),
  );
  if (rows.length === 0) context.out(inert(`There is no run in ${runs}.`));
  else for (const line of table([head, ...cells])) context.out(line);
  if (comparisons.length > 0)
    context.out(
      inert(
        `Comparisons: ${comparisons
          .slice(0, 10)
          .map(({ id }) => id)
          .join(", ")}`,
      ),
    );
  if (damaged > 0) context.out(`${damaged} line(s) of the history are damaged and were passed over.`);
  if (foreign > 0) context.out(`${foreign} line(s) of the history are of another version of Fieldproof.`);
  if (strange.length > 0) context.out(inert(`No run, or none that can be read: ${strange.slice(0, 10).join(", ")}`));
  return EXIT.ready;
}

export async function runsPrune(flags: PruneFlags, context: CliContext): Promise<ExitCode> {
  if (flags.keep === undefined && flags.olderThan === undefined)
    throw new FieldproofError("FP-CLI-001", { problem: "prune needs --keep or --older-than: what is old?" });
  const keep = wholeNumber("--keep", flags.keep ?? "0", 0, 1_000_000);
  const olderThanMs = flags.olderThan === undefined ? null : ageMs("--older-than", flags.olderThan);
  const dryRun = flags.dryRun === true;
  const stateDir = stateFolderPath(process.env);
  const result = await pruneRuns(resolve(flags.runs), { keep, olderThanMs, dryRun, stateDir });
  if (context.json) {
    context.out(JSON.stringify({ dryRun, ...result }));
    return EXIT.ready;
  }
  for (const id of result.removed) context.out(inert(`${dryRun ? "would remove" : "removed"} ${id}`));
  for (const { id, reason } of result.spared) context.out(inert(`spared ${id}: ${reason}`));
  context.out(
    `${result.removed.length} ${dryRun ? "to remove" : "removed"}, ${result.spared.length} spared, ${result.kept.length} kept`,
  );
  return EXIT.ready;
}
