import { type CommandPlace, commandPlaces, type CommandTree } from "./command-tree.ts";

/** Within single quotes; a colon ends the name in what `_describe` reads. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const described = (name: string, description: string): string =>
  quoted(`${name.replaceAll(":", "\\:")}:${description}`);

function branch({ path, tree }: CommandPlace): string {
  const names = [
    ...tree.commands.map(({ name, description }) => described(name, description)),
    ...tree.values.map((value) => described(value, tree.name)),
  ];
  const options = tree.options.map(({ name, description }) => described(name, description));
  return `    ${quoted(path)}) names=(${names.join(" ")}); options=(${options.join(" ")}) ;;`;
}

/** For zsh 5; where nothing of ours fits, file names are offered. */
export function zshScript(tree: CommandTree): string {
  const places = commandPlaces(tree);
  const paths = places.flatMap(({ path }) => (path === "" ? [] : [quoted(path)]));
  return `#compdef fieldproof
# fieldproof for zsh: source <(fieldproof completion zsh)
_fieldproof() {
  local path_="" word i
  local -a names options
  for ((i = 2; i < CURRENT; i++)); do
    word="\${words[i]}"
    case "$path_\${path_:+ }$word" in
      ${paths.join("|")}) path_="$path_\${path_:+ }$word" ;;
    esac
  done
  case "$path_" in
${places.map(branch).join("\n")}
  esac
  if [[ "\${words[CURRENT]}" == -* ]]; then _describe -o option options
  elif (( \${#names} )); then _describe command names
  else _files; fi
}
if [[ "\${funcstack[1]}" == _fieldproof ]]; then _fieldproof; else compdef _fieldproof fieldproof; fi
`;
}
