import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { PROFILES } from "../../core/contract/ids.ts";
import { EXIT, type ExitCode } from "../../core/errors/exit-codes.ts";
import { FieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import { findDrill } from "../../drills/catalog.ts";
import { phaseSpans } from "../../harness/load/arrivals.ts";
import { checkPlan } from "../../harness/plan/check-plan.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import { expectedContacts } from "../../harness/plan/expected-contacts.ts";
import { INITIAL_PLAN } from "../../harness/plan/initial-plan.ts";
import { planDigest } from "../../harness/plan/digest.ts";
import { loadPlan } from "../../harness/plan/load-plan.ts";
import { resolvePhases } from "../../harness/plan/profiles.ts";
import { type CliContext, inert } from "./context.ts";
import { replayOf } from "./replay.ts";

export const describeInit = (program: Command): Command =>
  program
    .command("init")
    .description("write a commented plan to start from")
    .argument("[file]", "where to", "drop.yaml")
    .option("--force", "replace a file that is there");

export async function initCommand(file: string, flags: { force?: boolean }, context: CliContext): Promise<ExitCode> {
  await writeFile(file, INITIAL_PLAN, { flag: flags.force === true ? "w" : "wx" }).catch((cause: unknown) => {
    const taken = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    throw taken
      ? new FieldproofError("FP-FILE-004", { path: file }, { cause })
      : new FieldproofError("FP-FILE-002", { path: file, reason: messageOf(cause) }, { cause });
  });
  context.out(context.json ? JSON.stringify({ wrote: file }) : `wrote ${file}; next: fieldproof plan ${file}`);
  return EXIT.ready;
}

export const describePlan = (program: Command): Command =>
  program
    .command("plan")
    .description("check a plan and say what a run of it would do, without doing it")
    .argument("[plan]", "the plan of the drop; without one the built-in plan")
    .option("--profile <name>", `one of ${PROFILES.join(", ")}`, "smoke");

export async function planCommand(
  path: string | undefined,
  flags: { profile: string },
  context: CliContext,
): Promise<ExitCode> {
  const profile = PROFILES.find((name) => name === flags.profile);
  if (profile === undefined)
    throw new FieldproofError("FP-CLI-001", {
      problem: `There is no profile ${flags.profile}; there are ${PROFILES.join(", ")}.`,
    });
  const loaded = path === undefined ? null : await loadPlan(path);
  const plan = loaded?.plan ?? defaultPlan();
  const replay = await replayOf(plan, path);
  checkPlan(plan, profile, {
    ...(loaded === null || path === undefined ? {} : { source: loaded.source, path }),
    ...(replay === null ? {} : { offsetsSec: replay }),
  });
  const phases = resolvePhases(plan, profile);
  const contacts = Math.round(expectedContacts(plan, phases, replay ?? undefined).total);
  const spans = phaseSpans(phases);
  const wallSec = Math.ceil((spans.at(-1)?.to ?? 0) / 1000 / phases.timeFactor) + 10;
  const slots = plan.staffing.agents * plan.staffing.slotsPerAgent;
  const willNotRun = plan.required.filter((id) => findDrill(id) === undefined);
  const digest = planDigest(plan);
  if (context.json) {
    context.out(
      JSON.stringify({
        digest,
        profile,
        timeFactor: phases.timeFactor,
        contacts,
        slots,
        wallSec,
        phases: spans,
        drills: plan.required,
        willNotRun,
      }),
    );
    return EXIT.ready;
  }
  context.out(
    inert(
      `${plan.drop.name} · ${plan.drop.items} items · reference stack on loopback · ${profile} at ${phases.timeFactor}x · about ${wallSec} s`,
    ),
  );
  context.out(`contacts ${contacts} · chat slots ${slots} (modelled) · seed ${plan.seed}`);
  context.out(
    `phases, simulated seconds: ${spans.map((span) => `${span.name} ${(span.to - span.from) / 1000}`).join(", ")}`,
  );
  context.out(
    `stimuli: none   drills: ${plan.required.join(", ")}${willNotRun.length > 0 ? `   will NOT RUN: ${willNotRun.join(", ")}` : ""}`,
  );
  context.out(`digest ${digest.slice(0, 8)}`);
  return EXIT.ready;
}
