import { writeFile } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { EXIT, type ExitCode, worstExit } from "../../core/errors/exit-codes.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { CATALOG } from "../../drills/catalog.ts";
import type { PhaseSpan } from "../../harness/load/arrivals.ts";
import { loadSpans } from "../../harness/load/drill-streams.ts";
import { INITIAL_PLAN } from "../../harness/plan/initial-plan.ts";
import { type CliContext, complain, inert } from "./context.ts";
import { outlineLines } from "./outline-lines.ts";
import { addPlannedFlags, type PlannedFlags, plannedRun } from "./planned-run.ts";

export const describeInit = (program: Command): Command =>
  program
    .command("init")
    .description("write a commented plan to start from")
    .argument("[file]", "where to", "drop.yaml")
    .option("--force", "replace a file that is there");

const SCHEMA = fileURLToPath(new URL("../../docs/drop.schema.json", import.meta.url));

/** The plan as it lies there: its first line leads an editor to the schema, where that is below the plan's own folder. */
function planAt(file: string): string {
  const [, ...lines] = INITIAL_PLAN.split("\n");
  const schema = relative(dirname(resolve(file)), SCHEMA).replaceAll("\\", "/");
  const below = !schema.startsWith("..") && !isAbsolute(schema);
  return [...(below ? [`# yaml-language-server: $schema=${schema}`] : []), ...lines].join("\n");
}

export async function initCommand(file: string, flags: { force?: boolean }, context: CliContext): Promise<ExitCode> {
  await writeFile(file, planAt(file), { flag: flags.force === true ? "w" : "wx" }).catch((cause: unknown) => {
    const taken = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    throw taken
      ? new FieldproofError("FP-FILE-004", { path: file }, { cause })
      : new FieldproofError("FP-FILE-002", { path: file, reason: fileReason(cause) }, { cause });
  });
  context.out(context.json ? JSON.stringify({ wrote: file }) : `wrote ${file}; next: fieldproof plan ${file}`);
  return EXIT.ready;
}

export const describePlan = (program: Command): Command =>
  addPlannedFlags(
    program.command("plan").description("check a plan and say what a run of it would do, without doing it"),
  );

const lengthOf = ({ name, from, to }: PhaseSpan): string => `${name} ${(to - from) / 1000}`;

/** Prints what a run would do, and the digest by which `run --plan-digest` is held to it; exit 2 when it may not start. */
export async function planCommand(
  path: string | undefined,
  flags: PlannedFlags,
  context: CliContext,
): Promise<ExitCode> {
  const planned = await plannedRun(path, flags);
  const { outline, digest, refusals, plan, phases } = planned;
  const slots = plan.staffing.agents * plan.staffing.slotsPerAgent;
  const running = CATALOG.filter(({ definition: { meta } }) => outline.drills.includes(meta.id));
  const loads = running.map(({ definition: { meta }, load }) => ({
    drill: meta.id,
    phases: loadSpans(load, plan, phases),
  }));
  if (context.json) {
    const figures = { contacts: outline.contactsAtMost, slots, timeFactor: outline.timeFactor, phases: loads };
    context.out(JSON.stringify({ digest, ...figures, outline, refusals: refusals.map((one) => one.toJSON()) }));
  } else {
    for (const line of [
      ...outlineLines(outline, digest),
      ...loads.map((one) => `phases of ${one.drill}, simulated seconds: ${one.phases.map(lengthOf).join(", ")}`),
      `chat slots ${slots} (modelled) · seed ${plan.seed}`,
    ])
      context.out(inert(line));
    for (const refusal of refusals) complain(refusal, context);
  }
  return worstExit(refusals.map((one) => one.exitCode as ExitCode));
}
