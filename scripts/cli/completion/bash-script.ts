import { type CommandPlace, commandPlaces, type CommandTree } from "./command-tree.ts";

const words = (of: readonly string[]): string => of.join(" ");

/** What may stand behind the path of words that leads to a command. */
function branch({ path, tree }: CommandPlace): string {
  const names = words([...tree.commands.map(({ name }) => name), ...tree.values]);
  const options = words(tree.options.map(({ name }) => name));
  return `    "${path}") names="${names}"; options="${options}" ;;`;
}

/** What stands behind an option that takes a value: the values that are known, else file names. */
const valued = ({ path, tree }: CommandPlace): string[] =>
  tree.options
    .filter(({ takesValue }) => takesValue)
    .map(({ name, values }) => {
      const offer = values.length === 0 ? "" : `COMPREPLY=($(compgen -W "${words(values)}" -- "$current")); `;
      return `    "${path} ${name}") ${offer}return ;;`;
    });

/** For bash 3.2 and newer; where nothing of ours fits, file names are offered. */
export function bashScript(tree: CommandTree): string {
  const places = commandPlaces(tree);
  const paths = places.flatMap(({ path }) => (path === "" ? [] : [`"${path}"`]));
  return `# fieldproof for bash: source <(fieldproof completion bash)
_fieldproof() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" path="" word names="" options="" i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case "$path\${path:+ }$word" in
      ${paths.join("|")}) path="$path\${path:+ }$word" ;;
    esac
  done
  case "$path $before" in
${places.flatMap(valued).join("\n")}
  esac
  case "$path" in
${places.map(branch).join("\n")}
  esac
  if [[ "$current" == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$current"))
  else COMPREPLY=($(compgen -W "$names" -- "$current")); fi
}
complete -o bashdefault -o default -F _fieldproof fieldproof
`;
}
