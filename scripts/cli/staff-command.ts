import type { Command } from "commander";
import { PROFILES } from "../../core/contract/ids.ts";
import { EXIT, type ExitCode } from "../../core/errors/exit-codes.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { Staffing } from "../../core/schema/staffing.ts";
import { checkPlan } from "../../harness/plan/check-plan.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import { loadPlan } from "../../harness/plan/load-plan.ts";
import { resolvePhases } from "../../harness/plan/profiles.ts";
import { answerStaffing } from "../../harness/staffing/staffing-answer.ts";
import { staffingNotes, staffingRows } from "../../reports/render/staffing-text.ts";
import { bundledDesk } from "../staffing/bundled-desk.ts";
import { type CliContext, inert } from "./context.ts";
import { wholeNumber } from "./flags.ts";
import { replayOf } from "./replay.ts";
import { createProgressBar } from "./staff-progress.ts";

export interface StaffFlags {
  readonly profile: string;
  readonly seed?: string;
  readonly seeds: string;
  readonly agents?: string;
  readonly automation?: string;
}

export const describeStaff = (program: Command): Command =>
  program
    .command("staff")
    .description("how many chat slots the plan's reply budget needs: simulated, and by Erlang A and C; no load, no k6")
    .argument("[plan]", "the plan of the drop; without one the built-in plan is used")
    .option("--profile <name>", `whose phases: ${PROFILES.join(", ")}`, "drop")
    .option("--seed <n>", "first seed; the plan's own without it")
    .option("--seeds <n>", "how many drops to draw and simulate", "9")
    .option("--agents <n>", "agents instead of the plan's number, to try a staffing")
    .option(
      "--automation <percent>",
      "first questions answered without a person; without it, what the bundled island answers",
    );

/** @throws FieldproofError FP-CLI-001, and what is wrong with the plan */
export async function staffCommand(
  path: string | undefined,
  flags: StaffFlags,
  context: CliContext,
): Promise<ExitCode> {
  const profile = PROFILES.find((name) => name === flags.profile);
  if (profile === undefined)
    throw new FieldproofError("FP-CLI-001", {
      problem: `There is no profile ${flags.profile}; there are ${PROFILES.join(", ")}.`,
    });
  const count = wholeNumber("--seeds", flags.seeds, 1, 200);
  const automation =
    flags.automation === undefined ? undefined : wholeNumber("--automation", flags.automation, 0, 100) / 100;
  const loaded = path === undefined ? null : await loadPlan(path);
  const asked = loaded?.plan ?? defaultPlan();
  const agents = flags.agents === undefined ? asked.staffing.agents : wholeNumber("--agents", flags.agents, 0, 2000);
  const plan = { ...asked, staffing: { ...asked.staffing, agents } };
  const first = flags.seed === undefined ? plan.seed : wholeNumber("--seed", flags.seed, 0, 4_294_967_295);
  const arrivalsSec = await replayOf(plan, path);
  checkPlan(plan, profile, {
    drills: ["nano-drop"],
    ...(loaded === null || path === undefined ? {} : { source: loaded.source, path }),
    ...(arrivalsSec === null ? {} : { offsetsSec: arrivalsSec }),
  });
  const { event, items } = plan.drop;
  const progress = createProgressBar(context, "simulated");
  try {
    const answer = await answerStaffing({
      ...{ plan, profile, arrivalsSec, phases: resolvePhases(plan, profile) },
      ...(automation === undefined ? {} : { automation }),
      seeds: Array.from({ length: count }, (_, index) => (first + index) % 4_294_967_296),
      desk: (seed) => bundledDesk(event, items, seed),
      onProgress: progress.on,
    });
    progress.end();
    if (context.json) context.out(JSON.stringify(answer));
    else for (const line of staffLines(answer)) context.out(inert(line));
    return EXIT.ready;
  } finally {
    progress.end();
  }
}

function staffLines(answer: Staffing): string[] {
  const { head, rows } = staffingRows(answer);
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => (row[at] ?? "").length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("  ")
      .trimEnd();
  return [answer.sentence, "", line(head), ...rows.map(line), "", ...staffingNotes(answer)];
}
