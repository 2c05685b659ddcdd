import type { CommandTree } from "./command-tree.ts";

/** Within single quotes, where fish knows but these two escapes. */
const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

function lines(tree: CommandTree, path: readonly string[]): string[] {
  const here =
    path.length === 0
      ? "__fish_use_subcommand"
      : path.map((name) => `__fish_seen_subcommand_from ${name}`).join("; and ");
  const unless =
    path.length === 0 || tree.commands.length === 0
      ? ""
      : `; and not __fish_seen_subcommand_from ${tree.commands.map(({ name }) => name).join(" ")}`;
  const start = `complete -c fieldproof -n ${quoted(`${here}${unless}`)}`;
  return [
    ...tree.commands.map(({ name, description }) => `${start} -f -a ${name} -d ${quoted(description)}`),
    ...(tree.values.length === 0 ? [] : [`${start} -f -a ${quoted(tree.values.join(" "))}`]),
    ...tree.options.map(
      ({ name, description, takesValue, values }) =>
        `${start} -l ${name.replace(/^--/, "")} -d ${quoted(description)}${takesValue ? " -r" : ""}${
          values.length === 0 ? "" : ` -f -a ${quoted(values.join(" "))}`
        }`,
    ),
    ...tree.commands.flatMap((one) => lines(one, [...path, one.name])),
  ];
}

/** For fish 3 and newer. */
export const fishScript = (tree: CommandTree): string =>
  `# fieldproof for fish: fieldproof completion fish | source\n${lines(tree, []).join("\n")}\n`;
