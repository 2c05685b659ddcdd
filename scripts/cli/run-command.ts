import { resolve } from "node:path";
import type { Command } from "commander";
import type { ExitCode } from "../../core/errors/exit-codes.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { findDrill } from "../../drills/catalog.ts";
import { planDigest } from "../../harness/plan/digest.ts";
import { checkApproval } from "../../harness/plan/outline-refusals.ts";
import { run } from "../../harness/run/run.ts";
import { browserChoice } from "./browser-choice.ts";
import { conclude } from "./conclusion.ts";
import type { CliContext } from "./context.ts";
import { SO_FAR } from "./control-room/figure-texts.ts";
import { startLiveServer } from "./control-room/live-server.ts";
import { listenForInterrupt } from "./interrupts.ts";
import { locateK6 } from "./k6-location.ts";
import { addPipelineFlags, type PipelineFlags, pipelineOf } from "./pipeline-flags.ts";
import { addPlannedFlags, type PlannedFlags, type PlannedRun, plannedRun } from "./planned-run.ts";
import { createProgressPrinter } from "./progress-printer.ts";
import { bundledStack } from "./stack-command.ts";
import { versions } from "./versions.ts";
import { judgeWithStaffing } from "../staffing/judged-run.ts";

export interface RunFlags extends PlannedFlags, PipelineFlags {
  readonly runs: string;
  readonly planDigest?: string;
  readonly defect: string[];
  readonly benign: string[];
  readonly browser: boolean;
  readonly live?: boolean;
}

/** Registers `fieldproof run [plan]`. */
export const describeRun = (program: Command): Command =>
  addPipelineFlags(
    addPlannedFlags(
      program.command("run").description("drop the plan's load on a target, judge what was recorded, write the report"),
    ),
  )
    .option("--plan-digest <digest>", "the digest that `fieldproof plan` printed; demanded off this machine")
    .option("--no-browser", "leave out the walk of a real browser, which is shown and decides nothing")
    .option("--live", "serve a page with the figures so far on loopback, for as long as the run goes on")
    .option("--runs <dir>", "where run folders go", "runs")
    .option(
      "--defect <name>",
      "start the bundled stack with a seeded defect, to see the drill fail",
      (name: string, names: string[]) => [...names, name],
      [] as string[],
    )
    .option(
      "--benign <name>",
      "start it with a benign control, to see the drill stay green",
      (name: string, names: string[]) => [...names, name],
      [] as string[],
    );

export async function runCommand(
  planPath: string | undefined,
  flags: RunFlags,
  context: CliContext,
): Promise<ExitCode> {
  const pipeline = pipelineOf(flags);
  const planned = await plannedRun(planPath, flags);
  admitRun(planned, flags);
  const { plan, profile, phases, replay, drills, replicates, outline } = planned;
  const k6 = await locateK6();

  const printer = createProgressPrinter(pipeline.ci ? { ...context, interactive: false } : context);
  const live = flags.live === true ? await startLiveServer() : null;
  if (live !== null) context.err(`live at ${live.address}, figures ${SO_FAR}`);
  const interrupt = listenForInterrupt((text) => {
    printer.end();
    context.err(text);
  });
  try {
    const result = await run({
      plan,
      planDigest: planDigest(plan),
      planPath: planPath ?? null,
      profile,
      phases,
      arrivalsSec: replay,
      drills: drills.filter((drill) => !outline.notRun.some((one) => one.drill === drill)),
      notRun: outline.notRun.map((one) => ({ ...one })),
      replicates,
      runsDir: resolve(flags.runs),
      k6Path: k6.path,
      browser: browserChoice(flags.browser),
      versions: await versions(k6.version),
      target:
        planned.target === null
          ? { kind: "bundled", stack: bundledStack(), defects: flags.defect, benign: flags.benign }
          : { kind: "served", target: planned.target },
      signal: interrupt.signal,
      hurry: interrupt.hurry,
      onProgress: (progress) => {
        printer.on(progress);
        live?.on(progress);
      },
    });
    printer.end();
    await live?.close();
    const verdict = await judgeWithStaffing(result.runDir);
    return await conclude({ runDir: result.runDir, verdict, pipeline, fresh: true }, context);
  } finally {
    printer.end();
    await live?.close();
    interrupt.stop();
  }
}

/** What must hold before anything starts: limits, approval, and an adapter for the target. */
function admitRun(planned: PlannedRun, flags: RunFlags): void {
  const { outline, digest, refusals, target, drills } = planned;
  const [refusal] = refusals;
  if (refusal !== undefined) throw refusal;
  checkApproval(outline, digest, flags.planDigest);
  // Before anything starts, k6's set-up included; openTarget says the same.
  const adapter = target?.file.adapter;
  if (target !== null && adapter !== "http" && (adapter !== "reference" || target.offLoopback))
    throw new FieldproofError("FP-TARGET-017", { target: target.file.name });
  if (target !== null && flags.defect.length + flags.benign.length > 0)
    throw new FieldproofError("FP-CLI-001", {
      problem: "--defect and --benign are switches of the bundled stack; a served target has none.",
    });
  const missing = drills.find((id) => findDrill(id) === undefined);
  if (missing !== undefined) throw new FieldproofError("FP-RUN-003", { drill: missing });
}
