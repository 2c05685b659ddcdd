import { join, relative, resolve } from "node:path";
import { Argument, type Command } from "commander";
import type { DrillId } from "../../core/contract/ids.ts";
import { EXIT, type ExitCode } from "../../core/errors/exit-codes.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { CATALOG, findDrill } from "../../drills/catalog.ts";
import { writeScriptFolder } from "../../harness/run/script-folder.ts";
import { type CliContext, inert } from "./context.ts";
import { type PlannedFlags, profileOption, plannedRun } from "./planned-run.ts";
import { trustOption } from "./trust-option.ts";

export interface BundleFlags extends Pick<PlannedFlags, "profile" | "seed" | "agents" | "target" | "trust"> {
  readonly out?: string;
}

/** Registers `fieldproof bundle <drill> [plan]`. */
export const describeBundle = (program: Command) =>
  program
    .command("bundle")
    .description("write a drill as a plain k6 script with its data, to be run by hand with `k6 run`")
    .addArgument(new Argument("<drill>", "which").choices(CATALOG.map(({ definition }) => definition.meta.id)))
    .argument("[plan]", "the plan of the drop; without one the built-in plan is used")
    .requiredOption("--target <file>", "the stack that it loads, as `fieldproof serve --target-file` writes it")
    .addOption(profileOption())
    .option("--seed <n>", "seed of the customers; the plan's own without it")
    .option("--agents <n>", "agents instead of the plan's number")
    .option("--out <dir>", "a new folder for it; without it <drill>-k6")
    .addOption(trustOption());

export async function bundleCommand(
  drill: DrillId,
  planPath: string | undefined,
  flags: BundleFlags,
  context: CliContext,
): Promise<ExitCode> {
  const planned = await plannedRun(planPath, { ...flags, only: drill, replicates: "1" });
  const [refusal] = planned.refusals;
  if (refusal !== undefined) throw refusal;
  const { plan, phases, target, replay } = planned;
  const entry = findDrill(drill);
  if (entry === undefined) throw new FieldproofError("FP-RUN-003", { drill });
  if (target === null) throw new FieldproofError("FP-CLI-001", { problem: "bundle needs --target." });
  const dir = resolve(flags.out ?? `${drill}-k6`);
  const { script, contacts, slots, wallSec } = await writeScriptFolder({
    ...{ plan, phases, entry, target, dir, arrivalsSec: replay, seed: plan.seed },
  });
  const shown = relative(process.cwd(), script) || script;
  if (context.json) context.out(JSON.stringify({ script: shown, contacts, slots, wallSec }));
  else {
    context.out(
      inert(`wrote ${shown}: ${contacts} customers, ${slots} chat slots, about ${wallSec} s; k6 decides nothing`),
    );
    const log = join(relative(process.cwd(), dir), "contacts.ndjson");
    context.out(inert(`run it: k6 run --no-thresholds --log-format raw --console-output ${log} ${shown}`));
  }
  return EXIT.ready;
}
