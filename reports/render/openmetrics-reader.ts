/** Reads OpenMetrics 1.0 text as strictly as its specification asks; for tests of what writes it. */

export interface Sample {
  readonly family: string;
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"/;
const ESCAPED = /^(?:[^"\\\n]|\\["\\n])*$/;
const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const TYPES = new Set(["gauge", "info", "stateset"]);
const UNESCAPED: Readonly<Record<string, string>> = { "\\\\": "\\", "\\n": "\n", '\\"': '"' };

interface Family {
  readonly name: string;
  readonly type: string;
  readonly seen: Set<string>;
}

function labelsOf(text: string): { labels: Map<string, string>; rest: string } {
  const labels = new Map<string, string>();
  if (!text.startsWith("{")) return { labels, rest: text };
  let rest = text.slice(1);
  while (!rest.startsWith("}")) {
    const found = LABEL.exec(rest);
    if (found === null) throw new Error(`no label begins at ${rest.slice(0, 40)}`);
    const [whole, name = "", value = ""] = found;
    if (labels.has(name)) throw new Error(`label ${name} stands twice`);
    labels.set(
      name,
      value.replace(/\\["\\n]/g, (pair) => UNESCAPED[pair] ?? pair),
    );
    rest = rest.slice(whole.length);
    if (rest.startsWith(",")) rest = rest.slice(1);
    else if (!rest.startsWith("}")) throw new Error(`neither comma nor brace at ${rest.slice(0, 40)}`);
  }
  return { labels, rest: rest.slice(1) };
}

function sampleOf(line: string, family: Family): Sample {
  const name = NAME.exec(line)?.[0] ?? "";
  const { labels, rest } = labelsOf(line.slice(name.length));
  if (name !== (family.type === "info" ? `${family.name}_info` : family.name))
    throw new Error(`${name} is of no family`);
  if (!rest.startsWith(" ") || !NUMBER.test(rest.slice(1))) throw new Error(`no number: ${rest}`);
  const value = Number(rest.slice(1));
  if (family.type !== "gauge" && value !== 0 && value !== 1) throw new Error(`${name} is neither 0 nor 1`);
  if (family.type === "stateset" && !labels.has(family.name)) throw new Error(`${name} names no state`);
  const key = JSON.stringify([...labels].sort());
  if (family.seen.has(key)) throw new Error(`${name} has these labels twice: ${key}`);
  family.seen.add(key);
  return { family: family.name, name, labels, value };
}

/** @throws Error at the first line that is not of the format */
export function readOpenMetrics(text: string): Sample[] {
  if (!text.endsWith("\n# EOF\n")) throw new Error("it does not end with # EOF");
  if (/(?!\n)\p{Cc}|\p{Surrogate}/u.test(text)) throw new Error("it holds what no line may hold");
  const families = new Map<string, Family>();
  const samples: Sample[] = [];
  let family: Family | null = null;
  for (const line of text.slice(0, -"# EOF\n".length - 1).split("\n")) {
    const [, keyword, name = "", told = ""] = /^# (TYPE|UNIT|HELP) (\S+) (.*)$/.exec(line) ?? [];
    if (keyword === "TYPE") {
      if (families.has(name) || !TYPES.has(told) || NAME.exec(name)?.[0] !== name)
        throw new Error(`odd family: ${line}`);
      family = { name, type: told, seen: new Set() };
      families.set(name, family);
      continue;
    }
    if (family === null) throw new Error(`before every family: ${line}`);
    if (keyword !== undefined) {
      if (name !== family.name || family.seen.size > 0) throw new Error(`out of its place: ${line}`);
      if (keyword === "UNIT" && !name.endsWith(`_${told}`)) throw new Error(`${name} does not end in its unit ${told}`);
      if (keyword === "HELP" && !ESCAPED.test(told)) throw new Error(`unescaped: ${line}`);
      continue;
    }
    samples.push(sampleOf(line, family));
  }
  return samples;
}
