import { mkdir, rm } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { DRILL_IDS } from "../../core/contract/ids.ts";
import { EXIT, type ExitCode } from "../../core/errors/exit-codes.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { printable } from "../../core/text/printable.ts";
import { interruptCells } from "../selftest/interrupt/interrupt-cells.ts";
import type { InterruptRuling } from "../selftest/interrupt/interrupt-facts.ts";
import { interruptLine, interruptMatrix, interruptSentence } from "../selftest/interrupt/interrupt-matrix.ts";
import { interruptMeans } from "../selftest/interrupt/interrupt-needs.ts";
import { ruleInterruption } from "../selftest/interrupt/interrupt-ruling.ts";
import { startNode } from "../selftest/interrupt/node-process.ts";
import { type Example, runInterruptCell } from "../selftest/interrupt/run-interrupt-cell.ts";
import { type CliContext, inert } from "./context.ts";
import { shardOf, wholeNumber } from "./flags.ts";
import { listenForInterrupt } from "./interrupts.ts";
import { locateK6 } from "./k6-location.ts";
import type { SelftestFlags } from "./selftest-command.ts";

const RUNNER = fileURLToPath(new URL("../../test/example-drills/example-process.ts", import.meta.url));

/**
 * Interrupts runs that do something to their target, each in each way, at seeded instants, with real processes; keeps
 * the evidence of the cells that are not as they must be. Exit 0: all are; 1: one is not; 3: a cell says nothing.
 */
export async function interruptCommand(flags: SelftestFlags, context: CliContext): Promise<ExitCode> {
  const examples = await examplesOf(RUNNER);
  const cells = interruptCells({
    seeds: flags.seeds.split(",").map((seed) => wholeNumber("--seeds", seed.trim(), 0, 4_294_967_295)),
    stimuli: examples.map(({ name }) => name),
    fromPlanned: examples.filter((one) => one.fromPlanned).map(({ name }) => name),
    only: flags.only === undefined ? [] : flags.only.split(",").map((name) => name.trim()),
    shard: shardOf(flags.shard),
  });
  if (cells.length === 0)
    throw new FieldproofError("FP-CLI-001", { problem: `No cell is called ${flags.only ?? "so"} in this part.` });
  const jobs = wholeNumber("--jobs", flags.jobs, 1, 8);
  const k6 = await locateK6();
  const workDir = join(resolve(flags.runs), "interrupt");
  await mkdir(workDir, { recursive: true });
  const tools = { runner: RUNNER, examples, k6Path: k6.path, means: await interruptMeans(), workDir };
  const note = (text: string): void => {
    if (!context.quiet && !context.json) context.err(inert(text));
  };
  const stop = listenForInterrupt(context.err, {
    first: "no further cell is begun; the running ones end by themselves",
    second: "still waiting for the running cells",
    later: "still waiting for the running cells",
  });
  const rulings: InterruptRuling[] = [];
  const waiting = [...cells];
  const work = async (): Promise<void> => {
    for (let cell = waiting.shift(); cell !== undefined && !stop.signal.aborted; cell = waiting.shift()) {
      const ruling = ruleInterruption(await runInterruptCell(cell, tools));
      rulings.push(ruling);
      note(interruptLine(ruling));
      if (ruling.ok) await rm(ruling.evidence, { recursive: true, force: true });
    }
  };
  try {
    await Promise.all(Array.from({ length: jobs }, work));
  } finally {
    stop.stop();
  }
  if (context.json) context.out(JSON.stringify({ cells: rulings }));
  else context.out(inert(`${interruptMatrix(rulings)}\n${interruptSentence(rulings)}${kept(rulings, workDir)}`));
  if (stop.signal.aborted) return EXIT.aborted;
  if (rulings.some(({ ok, trouble }) => !ok && trouble === null)) return EXIT.notReady;
  return rulings.every(({ ok }) => ok) ? EXIT.ready : EXIT.cantTell;
}

const exampleSchema = z.array(
  z.strictObject({
    ...{ name: z.string(), drill: z.enum(DRILL_IDS), leaseMs: z.number().positive().nullable() },
    ...{ timeFactor: z.number().positive(), asksPartner: z.boolean(), fromPlanned: z.boolean() },
  }),
);

/** What the runner knows; it is part of a checkout, not of a package. @throws FieldproofError FP-CLI-001 */
async function examplesOf(runner: string): Promise<readonly Example[]> {
  const { stdout, stderr } = await startNode([runner, "list"], { cwd: ".", env: {} }).done;
  try {
    return exampleSchema.parse(JSON.parse(stdout));
  } catch (cause) {
    const problem = `The examples of the tests cannot be run here: ${printable(stderr || "no answer", 200)}.`;
    throw new FieldproofError("FP-CLI-001", { problem }, { cause });
  }
}

const kept = (rulings: readonly InterruptRuling[], workDir: string): string =>
  rulings.every(({ ok }) => ok) ? "" : `\nevidence of the others: ${relative(".", workDir)}`;
