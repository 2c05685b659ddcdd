/** Lines narrower than 60 columns cannot be read, and wider ones than 200 neither. */
export const fitWidth = (columns: number): number => Math.min(200, Math.max(60, columns));

// biome-ignore lint/suspicious/noControlCharactersInRegex: our own colours take no room
const COLOUR = /\u001b\[[\d;]*m/g;

const lengthOf = (text: string): number => text.replace(COLOUR, "").length;

/** One line in lines of at most `width`; those behind the first stand two columns further in. Long words stay whole. */
function foldedLine(line: string, width: number): string {
  if (lengthOf(line) <= width) return line;
  const lead = /^ */.exec(line)?.[0] ?? "";
  const [first = "", ...words] = line.slice(lead.length).split(" ");
  const lines: string[] = [];
  let open = `${lead}${first}`;
  for (const word of words) {
    if (lengthOf(open) + 1 + lengthOf(word) <= width) open += ` ${word}`;
    else {
      lines.push(open);
      open = `${lead}  ${word}`;
    }
  }
  return [...lines, open].join("\n");
}

/** Text for a terminal of so many columns; without one it stays as it is. */
export const folded = (text: string, columns: number | undefined): string =>
  columns === undefined
    ? text
    : text
        .split("\n")
        .map((line) => foldedLine(line, fitWidth(columns)))
        .join("\n");
