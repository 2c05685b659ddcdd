import { Command, CommanderError } from "commander";
import { EXIT, type ExitCode } from "../core/errors/exit-codes.ts";
import { FieldproofError } from "../core/errors/fieldproof-error.ts";
import { type CliContext, complain, createContext, type GlobalFlags } from "./cli/context.ts";
import { firstClause } from "./cli/completion/command-tree.ts";
import { ownVersion } from "./cli/versions.ts";
import { type Act, COMMANDS, type Register } from "./cli/command-table.ts";

const EXIT_CODES = `Exit codes: 0 READY, 1 NOT READY, 2 usage or configuration, 3 CAN'T TELL,
  4 aborted and undone, 5 residue, 70 internal.`;

/** Wider lines are hard to read, on however wide a screen. */
const MOST_HELP_COLUMNS = 100;

/** Runs one command line and returns its exit code; the process is ended by nobody below this file. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  const program = new Command("fieldproof");
  let exit: ExitCode = EXIT.ready;
  const context = (): CliContext => createContext(program.opts<GlobalFlags>());
  const act: Act = async (work) => {
    exit = await work(context());
  };
  program
    .description(
      "Rehearses a creator drop before the customers do, and says with evidence: READY, NOT READY or CAN'T TELL.",
    )
    .version(await ownVersion(), "--version", "the version of this tool")
    .option("--json", "one JSON value on stdout instead of text")
    .option("--quiet", "no progress, only the answer")
    .addHelpText("after", `\n${EXIT_CODES}`)
    .showHelpAfterError(false)
    .exitOverride()
    .configureHelp({
      minWidthToWrap: 20,
      // The list names commands; what each takes is told by its own help.
      subcommandTerm: (command) => command.name(),
      subcommandDescription: (command) => firstClause(command.description()),
    })
    .configureOutput({
      writeErr: () => {},
      getOutHelpWidth: () => Math.min(MOST_HELP_COLUMNS, Math.max(60, process.stdout.columns ?? 80)),
    });

  // --json and --quiet may stand before or after the command.
  const global = new Set(["--json", "--quiet"]);
  const args = [...argv.filter((arg) => global.has(arg)), ...argv.filter((arg) => !global.has(arg))];
  try {
    for (const register of await registers(args)) register(program, act);
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

/** Of the command that is named, or of all where none is: for the help, or for what was meant. */
async function registers(args: readonly string[]): Promise<Register[]> {
  const named = args.find((arg) => !arg.startsWith("-")) ?? "";
  const loaders = Object.hasOwn(COMMANDS, named) ? [COMMANDS[named]] : Object.values(COMMANDS);
  return Promise.all(loaders.flatMap((load) => (load === undefined ? [] : [load()])));
}

// `exitCode`, not `exit`: what was written to a pipe must still arrive.
if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
