import { Argument, type Command } from "commander";
import { EXIT, type ExitCode } from "../../core/errors/exit-codes.ts";
import { bashScript } from "./completion/bash-script.ts";
import { commandTree } from "./completion/command-tree.ts";
import { fishScript } from "./completion/fish-script.ts";
import { zshScript } from "./completion/zsh-script.ts";
import type { CliContext } from "./context.ts";

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };

export type Shell = keyof typeof SCRIPTS;

export const describeCompletion = (program: Command) =>
  program
    .command("completion")
    .description("print what makes a shell complete commands and options: source <(fieldproof completion bash)")
    .addArgument(new Argument("<shell>", "which shell").choices(Object.keys(SCRIPTS)));

/** @param program with every command that there is */
export function completionCommand(shell: Shell, program: Command, context: CliContext): ExitCode {
  const script = SCRIPTS[shell](commandTree(program));
  if (context.json) context.out(JSON.stringify({ shell, script }));
  // As it is: a line that is broken to fit the screen would be another script.
  else process.stdout.write(script);
  return EXIT.ready;
}
