import type { CommandTree } from "./command-tree.ts";

/** Within single quotes; a colon ends the name in what `_describe` reads. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const described = (name: string, description: string): string =>
  quoted(`${name.replaceAll(":", "\\:")}:${description}`);

function branches(tree: CommandTree, path: string): string[] {
  const names = [
    ...tree.commands.map(({ name, description }) => described(name, description)),
    ...tree.values.map((value) => described(value, tree.name)),
  ];
  const options = tree.options.map(({ name, description }) => described(name, description));
  return [
    `    ${quoted(path)}) names=(${names.join(" ")}); options=(${options.join(" ")}) ;;`,
    ...tree.commands.flatMap((one) => branches(one, `${path} ${one.name}`.trim())),
  ];
}

const below = (tree: CommandTree, path: string): string[] =>
  tree.commands.flatMap((one) => {
    const name = `${path} ${one.name}`.trim();
    return [quoted(name), ...below(one, name)];
  });

/** For zsh 5; where nothing of ours fits, file names are offered. */
export const zshScript = (tree: CommandTree): string => `#compdef fieldproof
# fieldproof for zsh: source <(fieldproof completion zsh)
_fieldproof() {
  local path_="" word i
  local -a names options
  for ((i = 2; i < CURRENT; i++)); do
    word="\${words[i]}"
    case "$path_\${path_:+ }$word" in
      ${below(tree, "").join("|")}) path_="$path_\${path_:+ }$word" ;;
    esac
  done
  case "$path_" in
${branches(tree, "").join("\n")}
  esac
  if [[ "\${words[CURRENT]}" == -* ]]; then _describe -o option options
  elif (( \${#names} )); then _describe command names
  else _files; fi
}
if [[ "\${funcstack[1]}" == _fieldproof ]]; then _fieldproof; else compdef _fieldproof fieldproof; fi
`;
