import { resolve } from "node:path";
import type { Command } from "commander";
import type { ExitCode } from "../../core/errors/exit-codes.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { loadPlan } from "../../harness/plan/load-plan.ts";
import { admitTarget } from "../../harness/target/admit-target.ts";
import { systemResolver } from "../../harness/target/pins.ts";
import { type GivenPlan, runValidity } from "../validity/run-validity.ts";
import type { Check } from "../validity/validity.ts";
import { type CliContext, inert } from "./context.ts";
import { type PlannedFlags, withFlags } from "./planned-run.ts";
import { replayOf } from "./replay.ts";
import { trustOption } from "./trust-option.ts";

export interface ValidFlags extends Pick<PlannedFlags, "seed" | "agents" | "all" | "stretch" | "target" | "trust"> {
  readonly plan?: string;
}

export const describeValid = (program: Command): Command =>
  program
    .command("valid")
    .description("whether a run's READY may still be relied on: date, plan, islands and keys as they are now")
    .argument("<run>", "the folder runs/<id>")
    .option("--plan <file>", "the plan of the drop as it stands now")
    .option("--seed <n>", "the seed that the run was given by flag")
    .option("--agents <n>", "the agents that the run was given by flag")
    .option("--all", "the run was given --all")
    .option("--stretch", "the run was given --stretch")
    .option("--target <file>", "the target file of the run: its islands are read, nothing is changed")
    .addOption(trustOption());

/** Exit 0 only where everything that was looked at holds, and date and plan were; 1 NOT READY; else 3. */
export async function validCommand(
  runDir: string,
  flags: ValidFlags,
  context: CliContext,
  nowMs = Date.now(),
): Promise<ExitCode> {
  const { plan: path, seed, agents, all, stretch } = flags;
  if (path === undefined && [seed, agents, all, stretch].some((flag) => flag !== undefined))
    throw new FieldproofError("FP-CLI-001", { problem: "--seed, --agents, --all and --stretch go with --plan." });
  if (stretch === true && flags.target === undefined)
    throw new FieldproofError("FP-CLI-001", {
      problem: "--stretch goes with --target, whose limits are what stretches.",
    });
  const plan = path === undefined ? null : await givenPlan(path, flags);
  const target =
    flags.target === undefined
      ? null
      : await admitTarget(flags.target, { trustPath: flags.trust, nowMs, resolve: systemResolver });
  const { run, verdict, checks, headline, exitCode } = await runValidity({
    ...{ runDir: resolve(runDir), plan, target, nowMs },
  });
  if (context.json) {
    const about = { verdict: verdict?.verdict ?? null, label: verdict?.label ?? null };
    const { validUntil = null, covers = null } = verdict?.run ?? {};
    context.out(JSON.stringify({ run, headline, exitCode, ...about, validUntil, covers, checks: checks.map(shown) }));
    return exitCode;
  }
  for (const check of checks) for (const line of checkLines(check)) context.out(inert(line));
  context.out(inert(`${headline}   exit ${exitCode}`));
  return exitCode;
}

async function givenPlan(path: string, flags: ValidFlags): Promise<GivenPlan> {
  const plan = withFlags((await loadPlan(path)).plan, flags);
  return { path, plan, arrivalsSec: await replayOf(plan, path), stretch: flags.stretch === true };
}

const shown = (check: Check) => {
  const { ground, state } = check;
  if ("fault" in check)
    return { ground, state, text: check.fault.message, next: check.fault.hint, code: check.fault.code };
  return { ground, state, text: check.text, next: "next" in check ? check.next : null, code: null };
};

function checkLines(check: Check): readonly string[] {
  const { ground, state, text, next, code } = shown(check);
  return [
    `${ground.padEnd(8)}  ${state.padEnd(14)}  ${text}${code === null ? "" : `  [${code}]`}`,
    ...(next === null ? [] : [`${" ".repeat(26)}next: ${next}`]),
  ];
}
