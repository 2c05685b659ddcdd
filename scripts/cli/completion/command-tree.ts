import type { Command } from "commander";

/** What a shell may offer: everything as the program itself declares it, so that the two never differ. */
export interface CommandTree {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** Values of the first argument, where the program knows them. */
  readonly values: readonly string[];
  readonly commands: readonly CommandTree[];
}

export interface CompletedOption {
  /** `--json`, or `-h` where there is no long form. */
  readonly name: string;
  readonly description: string;
  readonly takesValue: boolean;
  readonly values: readonly string[];
}

const HELP: CompletedOption = { name: "--help", description: "what it takes", takesValue: false, values: [] };

/** The description up to the end of its first clause: what fits beside a name. */
export const firstClause = (description: string): string => /^[^;:,]*/.exec(description)?.[0] ?? description;

/** Reads a program with all its commands; `inherited` are options that may stand behind any of them. */
export function commandTree(command: Command, inherited: readonly CompletedOption[] = []): CommandTree {
  const own = command.options.map((option) => ({
    name: option.long ?? option.short ?? option.flags,
    description: firstClause(option.description),
    takesValue: option.required || option.optional,
    values: option.argChoices ?? [],
  }));
  const handedDown = [...inherited, ...(command.parent === null ? own.filter(({ name }) => name !== "--version") : [])];
  return {
    name: command.name(),
    description: firstClause(command.description()),
    options: [...own, ...inherited, HELP],
    values: command.registeredArguments[0]?.argChoices ?? [],
    commands: command.commands.map((one) => commandTree(one, handedDown)),
  };
}

/** One command by the words that lead to it, `target check`; none for the program itself. */
export interface CommandPlace {
  readonly path: string;
  readonly tree: CommandTree;
}

/** The program and every command below it, each before those below itself. */
export const commandPlaces = (tree: CommandTree, path = ""): CommandPlace[] => [
  { path, tree },
  ...tree.commands.flatMap((one) => commandPlaces(one, `${path} ${one.name}`.trim())),
];
