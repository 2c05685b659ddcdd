import type { CommandTree } from "./command-tree.ts";

const words = (of: readonly string[]): string => of.join(" ");

/** The branches of one command and those below it, by the path of words that leads to it. */
function branches(tree: CommandTree, path: string): string[] {
  const names = words([...tree.commands.map(({ name }) => name), ...tree.values]);
  const options = words(tree.options.map(({ name }) => name));
  return [
    `    "${path}") names="${names}"; options="${options}" ;;`,
    ...tree.commands.flatMap((one) => branches(one, `${path} ${one.name}`.trim())),
  ];
}

/** What stands behind an option that takes a value: the values that are known, else file names. */
const valued = (tree: CommandTree, path: string): string[] => [
  ...tree.options
    .filter(({ takesValue }) => takesValue)
    .map(({ name, values }) => {
      const offer = values.length === 0 ? "" : `COMPREPLY=($(compgen -W "${words(values)}" -- "$current")); `;
      return `    "${path} ${name}") ${offer}return ;;`;
    }),
  ...tree.commands.flatMap((one) => valued(one, `${path} ${one.name}`.trim())),
];

const below = (tree: CommandTree, path: string): string[] =>
  tree.commands.flatMap((one) => {
    const name = `${path} ${one.name}`.trim();
    return [`"${name}"`, ...below(one, name)];
  });

/** For bash 3.2 and newer; where nothing of ours fits, file names are offered. */
export const bashScript = (tree: CommandTree): string => `# fieldproof for bash: source <(fieldproof completion bash)
_fieldproof() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" path="" word names="" options="" i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case "$path\${path:+ }$word" in
      ${below(tree, "").join("|")}) path="$path\${path:+ }$word" ;;
    esac
  done
  case "$path $before" in
${valued(tree, "").join("\n")}
  esac
  case "$path" in
${branches(tree, "").join("\n")}
  esac
  if [[ "$current" == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$current"))
  else COMPREPLY=($(compgen -W "$names" -- "$current")); fi
}
complete -o bashdefault -o default -F _fieldproof fieldproof
`;
