import { mkdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import type { Command } from "commander";
import { DRILL_IDS } from "../../core/contract/ids.ts";
import { EXIT, type ExitCode } from "../../core/errors/exit-codes.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { CATALOG, type CatalogEntry, findDrill } from "../../drills/catalog.ts";
import { type Cell, type CellChoice, cellName, cellsOf } from "../selftest/cells.ts";
import { cellLine, killMatrix, selftestSentence } from "../selftest/matrix.ts";
import { runCell } from "../selftest/run-cell.ts";
import { runCells } from "../selftest/run-cells.ts";
import { type CliContext, inert } from "./context.ts";
import { shardOf, wholeNumber } from "./flags.ts";
import { interruptCommand } from "./interrupt-command.ts";
import { listenForInterrupt } from "./interrupts.ts";
import { locateK6 } from "./k6-location.ts";
import { bundledStack } from "./stack-command.ts";
import { versions } from "./versions.ts";

export interface SelftestFlags {
  readonly seeds: string;
  readonly only?: string;
  readonly quick?: boolean;
  readonly interrupt?: boolean;
  readonly shard: string;
  readonly jobs: string;
  readonly runs: string;
}

/** Registers `fieldproof selftest [drill]`. */
export const describeSelftest = (program: Command): Command =>
  program
    .command("selftest")
    .description(
      "prove the drills: each seeded defect red for its own reason, the clean stack and benign controls green",
    )
    .argument("[drill]", "only this drill")
    .option("--seeds <list>", "seeds, with commas between", "7")
    .option("--only <cells>", "only these defects or controls, with commas between (`clean` is one)")
    .option("--interrupt", "instead interrupt runs in every way at seeded instants: target whole, evidence, exit code")
    .option("--quick", "the clean stack and one defect a drill, for CI")
    .option("--shard <i/n>", "the i-th of n parts", "1/1")
    .option("--jobs <n>", "cells at once; more than one needs idle cores", "1")
    .option("--runs <dir>", "where the cells' run folders go", "runs/selftest");

export async function selftestCommand(
  drill: string | undefined,
  flags: SelftestFlags,
  context: CliContext,
): Promise<ExitCode> {
  if (flags.interrupt === true) {
    if (drill !== undefined)
      throw new FieldproofError("FP-CLI-001", { problem: "--interrupt takes its drills by --only, not by name." });
    return interruptCommand(flags, context);
  }
  const choice = choiceOf(flags);
  const cells = entriesOf(drill).flatMap(({ definition, selftest }) => cellsOf(definition.meta.id, selftest, choice));
  if (cells.length === 0) throw new FieldproofError("FP-CLI-001", { problem: noCell(drill, choice) });
  const jobs = wholeNumber("--jobs", flags.jobs, 1, 8);
  const k6 = await locateK6();
  const note = (text: string): void => {
    if (!context.quiet && !context.json) context.err(inert(text));
  };
  const interrupt = listenForInterrupt(context.err);
  const runsDir = resolve(flags.runs);
  await mkdir(runsDir, { recursive: true });
  const tools = {
    k6Path: k6.path,
    versions: await versions(k6.version),
    stack: bundledStack(),
    signal: interrupt.signal,
    hurry: interrupt.hurry,
  };
  note(`${cells.length} cells, about ${Math.ceil((cells.length * SECONDS_A_CELL) / 60 / jobs)} minutes`);
  try {
    const rulings = await runCells(cells, {
      jobs,
      signal: interrupt.signal,
      run: async (cell) => (await runCell(cell, { ...tools, runsDir: join(runsDir, folderOf(cell)) })).ruling,
      onStart: (cell, seed, place, of) => note(`   ${place}/${of} seed ${seed}  ${cell} …`),
      onEnd: (ruling, again) => note(`${cellLine(ruling)}${again ? " (second try)" : ""}`),
    });
    if (context.json) context.out(JSON.stringify({ cells: rulings }));
    else
      context.out(inert(`${killMatrix(rulings)}\n${selftestSentence(rulings)}\nevidence: ${relative(".", runsDir)}`));
    if (interrupt.signal.aborted) return EXIT.aborted;
    if (rulings.some(({ asExpected, unclear }) => !asExpected && !unclear)) return EXIT.notReady;
    return rulings.every(({ asExpected }) => asExpected) ? EXIT.ready : EXIT.cantTell;
  } finally {
    interrupt.stop();
  }
}

/** A smoke run of a drill with its boot and its judging. */
const SECONDS_A_CELL = 50;

const folderOf = (cell: Cell): string => `${cell.drill}-${cell.seed}-${cellName(cell)}`;

const noCell = (drill: string | undefined, { only }: CellChoice): string => {
  const known = entriesOf(drill).flatMap(({ selftest }) =>
    [...selftest.defects, ...selftest.benign].map(({ name }) => name),
  );
  return `No cell is called ${only.join(", ")}; there are clean, ${known.join(", ")}.`;
};

function entriesOf(drill: string | undefined): readonly CatalogEntry[] {
  if (drill === undefined) return CATALOG;
  const id = DRILL_IDS.find((one) => one === drill);
  if (id === undefined)
    throw new FieldproofError("FP-CLI-001", {
      problem: `There is no drill ${drill}; there are ${DRILL_IDS.join(", ")}.`,
    });
  const entry = findDrill(id);
  if (entry === undefined) throw new FieldproofError("FP-RUN-003", { drill: id });
  return [entry];
}

function choiceOf(flags: SelftestFlags): CellChoice {
  return {
    seeds: flags.seeds.split(",").map((seed) => wholeNumber("--seeds", seed.trim(), 0, 4_294_967_295)),
    quick: flags.quick === true,
    only: flags.only === undefined ? [] : flags.only.split(",").map((name) => name.trim()),
    shard: shardOf(flags.shard),
  };
}
