import type { Command } from "commander";
import type { ExitCode } from "../../core/errors/exit-codes.ts";
import type { CliContext } from "./context.ts";

/** Does the work of a command and keeps its exit code. */
export type Act = (work: (context: CliContext) => Promise<ExitCode> | ExitCode) => Promise<void>;

/** Adds one command to the program. */
export type Register = (program: Command, act: Act) => void;

/**
 * Every command, in the order of the help. Each is loaded when it is asked for: a command that reads one file need not
 * wait for what another needs to serve a stack.
 */
export const COMMANDS: Readonly<Record<string, () => Promise<Register>>> = {
  run: async () => {
    const { describeRun, runCommand } = await import("./run-command.ts");
    return (program, act) =>
      void describeRun(program).action((plan, flags) => act((context) => runCommand(plan, flags, context)));
  },
  plan: async () => {
    const { describePlan, planCommand } = await import("./plan-commands.ts");
    return (program, act) =>
      void describePlan(program).action((plan, flags) => act((context) => planCommand(plan, flags, context)));
  },
  staff: async () => {
    const { describeStaff, staffCommand } = await import("./staff-command.ts");
    return (program, act) =>
      void describeStaff(program).action((plan, flags) => act((context) => staffCommand(plan, flags, context)));
  },
  compare: async () => {
    const { describeCompare, compareCommand } = await import("./compare-command.ts");
    return (program, act) =>
      void describeCompare(program).action((plan, flags) => act((context) => compareCommand(plan, flags, context)));
  },
  init: async () => {
    const { describeInit, initCommand } = await import("./plan-commands.ts");
    return (program, act) =>
      void describeInit(program).action((file, flags) => act((context) => initCommand(file, flags, context)));
  },
  "import-sla": async () => {
    const { describeImportSla, importSlaCommand } = await import("./import-sla-command.ts");
    return (program, act) =>
      void describeImportSla(program).action((file, flags) => act((context) => importSlaCommand(file, flags, context)));
  },
  bundle: async () => {
    const { describeBundle, bundleCommand } = await import("./bundle-command.ts");
    return (program, act) =>
      void describeBundle(program).action((drill, plan, flags) =>
        act((context) => bundleCommand(drill, plan, flags, context)),
      );
  },
  serve: async () => {
    const { describeServe, serveCommand } = await import("./serve-command.ts");
    return (program, act) =>
      void describeServe(program).action((flags) => act((context) => serveCommand(flags, context)));
  },
  "serve-partner": async () => {
    const { describeServePartner, servePartnerCommand } = await import("./serve-partner-command.ts");
    return (program, act) =>
      void describeServePartner(program).action((flags) => act((context) => servePartnerCommand(flags, context)));
  },
  judge: async () => {
    const { describeJudge, judgeCommand } = await import("./judge-commands.ts");
    return (program, act) =>
      void describeJudge(program).action((run, flags) => act((context) => judgeCommand(run, flags, context)));
  },
  report: async () => {
    const { describeReport, reportCommand } = await import("./judge-commands.ts");
    return (program, act) =>
      void describeReport(program).action((verdict, flags) => act((context) => reportCommand(verdict, flags, context)));
  },
  verify: async () => {
    const { describeVerify, verifyCommand } = await import("./judge-commands.ts");
    return (program, act) =>
      void describeVerify(program).action((run) => act((context) => verifyCommand(run, context)));
  },
  valid: async () => {
    const { describeValid, validCommand } = await import("./valid-command.ts");
    return (program, act) =>
      void describeValid(program).action((run, flags) => act((context) => validCommand(run, flags, context)));
  },
  recover: async () => {
    const { describeRecover, recoverCommand } = await import("./recover-command.ts");
    return (program, act) =>
      void describeRecover(program).action((run, flags) => act((context) => recoverCommand(run, flags, context)));
  },
  cleanup: async () => {
    const { describeCleanup, cleanupCommand } = await import("./cleanup-command.ts");
    return (program, act) =>
      void describeCleanup(program).action((run, flags) => act((context) => cleanupCommand(run, flags, context)));
  },
  runs: async () => {
    const { describeRuns, runsList, runsPrune } = await import("./runs-commands.ts");
    return (program, act) =>
      describeRuns(program, {
        list: (flags) => act((context) => runsList(flags, context)),
        prune: (flags) => act((context) => runsPrune(flags, context)),
      });
  },
  selftest: async () => {
    const { describeSelftest, selftestCommand } = await import("./selftest-command.ts");
    return (program, act) =>
      void describeSelftest(program).action((drill, flags) => act((context) => selftestCommand(drill, flags, context)));
  },
  stop: async () => {
    const { describeStop, stopCommand } = await import("./stop-command.ts");
    return (program, act) =>
      void describeStop(program).action((run, flags) => act((context) => stopCommand(run, flags, context)));
  },
  target: async () => {
    const { describeTarget, targetKeygen, targetSign } = await import("./target-commands.ts");
    const { targetCheck } = await import("./target-check-command.ts");
    const { targetInit } = await import("./target-init-command.ts");
    return (program, act) =>
      describeTarget(program, {
        keygen: (_file, flags) => act((context) => targetKeygen(flags, context)),
        sign: (file = "", flags) => act((context) => targetSign(file, flags, context)),
        init: (file, flags) => act((context) => targetInit(file, flags, context)),
        check: (file, flags) => act((context) => targetCheck(file, flags, context)),
      });
  },
  doctor: async () => {
    const { describeDoctor, doctorCommand } = await import("./doctor-command.ts");
    return (program, act) => void describeDoctor(program).action(() => act(doctorCommand));
  },
  explain: async () => {
    const { describeExplain, explainCommand } = await import("./explain-command.ts");
    return (program, act) =>
      void describeExplain(program).action((code) => act((context) => explainCommand(code, context)));
  },
  completion: async () => {
    const { describeCompletion, completionCommand } = await import("./completion-command.ts");
    return (program, act) =>
      void describeCompletion(program).action(async (shell: "bash" | "zsh" | "fish") => {
        for (const [name, load] of Object.entries(COMMANDS)) if (name !== "completion") (await load())(program, act);
        await act((context) => completionCommand(shell, program, context));
      });
  },
};
