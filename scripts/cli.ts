import { Command, CommanderError } from "commander";
import { EXIT, type ExitCode } from "../core/errors/exit-codes.ts";
import { FieldproofError } from "../core/errors/fieldproof-error.ts";
import { type CliContext, complain, createContext, type GlobalFlags } from "./cli/context.ts";
import { describeDoctor, doctorCommand } from "./cli/doctor-command.ts";
import { describeExplain, explainCommand } from "./cli/explain-command.ts";
import {
  describeJudge,
  describeReport,
  describeVerify,
  judgeCommand,
  type ReportFlags,
  reportCommand,
  verifyCommand,
} from "./cli/judge-commands.ts";
import type { PipelineFlags } from "./cli/pipeline-flags.ts";
import { describeInit, describePlan, initCommand, planCommand } from "./cli/plan-commands.ts";
import type { PlannedFlags } from "./cli/planned-run.ts";
import { describeRecover, type RecoverFlags, recoverCommand } from "./cli/recover-command.ts";
import { describeRun, type RunFlags, runCommand } from "./cli/run-command.ts";
import { describeRuns, runsList, runsPrune } from "./cli/runs-commands.ts";
import { describeSelftest, type SelftestFlags, selftestCommand } from "./cli/selftest-command.ts";
import { describeServe, type ServeFlags, serveCommand } from "./cli/serve-command.ts";
import { describeStop, type StopFlags, stopCommand } from "./cli/stop-command.ts";
import { describeTarget, targetCheck, targetKeygen, targetSign } from "./cli/target-commands.ts";

const EXIT_CODES =
  "Exit codes: 0 READY, 1 NOT READY, 2 usage or configuration, 3 CAN'T TELL, 4 aborted and undone, 5 residue, 70 internal.";

/** Runs one command line and returns its exit code; the process is ended by nobody below this file. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  const program = new Command("fieldproof");
  let exit: ExitCode = EXIT.ready;
  const context = (): CliContext => createContext(program.opts<GlobalFlags>());
  const after = (work: (context: CliContext) => Promise<ExitCode> | ExitCode) => async (): Promise<void> => {
    exit = await work(context());
  };
  program
    .description(
      "Rehearses a creator drop before the customers do, and says with evidence: READY, NOT READY or CAN'T TELL.",
    )
    .option("--json", "one JSON value on stdout instead of text")
    .option("--quiet", "no progress, only the answer")
    .addHelpText("after", `\n${EXIT_CODES}`)
    .showHelpAfterError(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });

  describeRun(program).action((plan: string | undefined, flags: RunFlags) =>
    after((ctx) => runCommand(plan, flags, ctx))(),
  );
  describePlan(program).action((plan: string | undefined, flags: PlannedFlags) =>
    after((ctx) => planCommand(plan, flags, ctx))(),
  );
  describeInit(program).action((file: string, flags: { force?: boolean }) =>
    after((ctx) => initCommand(file, flags, ctx))(),
  );
  describeServe(program).action((flags: ServeFlags) => after((ctx) => serveCommand(flags, ctx))());
  describeJudge(program).action((run: string, flags: PipelineFlags) => after((ctx) => judgeCommand(run, flags, ctx))());
  describeReport(program).action((verdict: string, flags: ReportFlags) =>
    after((ctx) => reportCommand(verdict, flags, ctx))(),
  );
  describeVerify(program).action((run: string) => after((ctx) => verifyCommand(run, ctx))());
  describeRecover(program).action((run: string | undefined, flags: RecoverFlags) =>
    after((ctx) => recoverCommand(run, flags, ctx))(),
  );
  describeRuns(program, {
    list: (flags) => after((ctx) => runsList(flags, ctx))(),
    prune: (flags) => after((ctx) => runsPrune(flags, ctx))(),
  });
  describeSelftest(program).action((drill: string | undefined, flags: SelftestFlags) =>
    after((ctx) => selftestCommand(drill, flags, ctx))(),
  );
  describeStop(program).action((run: string | undefined, flags: StopFlags) =>
    after((ctx) => stopCommand(run, flags, ctx))(),
  );
  describeTarget(program, {
    keygen: (_file, flags) => after((ctx) => targetKeygen(flags, ctx))(),
    sign: (file = "", flags) => after((ctx) => targetSign(file, flags, ctx))(),
    check: (file = "", flags) => after((ctx) => targetCheck(file, flags, ctx))(),
  });
  describeDoctor(program).action(() => after((ctx) => doctorCommand(ctx))());
  describeExplain(program).action((code: string) => after((ctx) => explainCommand(code, ctx))());
  // --json and --quiet may stand before or after the command.
  const global = new Set(["--json", "--quiet"]);
  const args = [...argv.filter((arg) => global.has(arg)), ...argv.filter((arg) => !global.has(arg))];
  try {
    if (args.every((arg) => global.has(arg))) {
      program.outputHelp();
      return EXIT.usage;
    }
    await program.parseAsync(args, { from: "user" });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.ready;
      const problem = error.message.replace(/^error: /, "");
      return complain(new FieldproofError("FP-CLI-001", { problem: `${problem}.` }), context());
    }
    return complain(error, context());
  }
}

// `exitCode`, not `exit`: what was written to a pipe must still arrive.
if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
