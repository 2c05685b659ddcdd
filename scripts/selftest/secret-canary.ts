import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** One form in which a secret may have got out. */
export interface Needle {
  readonly secret: string;
  readonly form: "raw" | "base64" | "base64url" | "hex" | "url";
  readonly bytes: Buffer;
}

export interface Leak {
  /** A file's path, or `pid 42 argv`. */
  readonly where: string;
  readonly secret: string;
  readonly form: Needle["form"];
}

/** Letters that each of the three places in a group of base64 makes wholly from the secret. */
const base64Cores = (secret: Buffer): string[] =>
  [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), secret]).toString("base64");
    const from = shift === 0 ? 0 : shift + 1;
    const partial = (secret.length + shift) % 3;
    return text.slice(from, partial === 0 ? text.length : text.length - 4).replaceAll("=", "");
  });

const percentAll = (secret: Buffer): string =>
  [...secret].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");

/**
 * Every form of the secrets (name to text, at least 12 characters each) that a scan looks for: as it is, base64 and
 * base64url at any alignment, hex and percent-encoding in either case.
 */
export const needlesOf = (secrets: Readonly<Record<string, string>>): Needle[] =>
  Object.entries(secrets).flatMap(([secret, text]) => {
    if (text.length < 12) throw new Error(`the canary ${secret} is too short to be told from chance`);
    const bytes = Buffer.from(text);
    const forms: [Needle["form"], string][] = [
      ["raw", text],
      ...base64Cores(bytes).flatMap((core): [Needle["form"], string][] => [
        ["base64", core],
        ["base64url", core.replaceAll("+", "-").replaceAll("/", "_")],
      ]),
      ["hex", bytes.toString("hex")],
      ["hex", bytes.toString("hex").toUpperCase()],
      ["url", encodeURIComponent(text)],
      ["url", percentAll(bytes)],
      ["url", percentAll(bytes).toUpperCase()],
    ];
    // A form that is another's own text says nothing new.
    const unlike = new Map(forms.toReversed().map(([form, found]) => [found, form]));
    return [...unlike].map(([found, form]) => ({ secret, form, bytes: Buffer.from(found) }));
  });

/** The leaks in one piece of output; each secret and form is named once. */
export const leaksIn = (where: string, content: string | Uint8Array, needles: readonly Needle[]): Leak[] => {
  const bytes = Buffer.from(content);
  const found = needles.filter((needle) => bytes.includes(needle.bytes));
  const seen = new Set<string>();
  return found.flatMap(({ secret, form }) => {
    if (seen.has(`${secret} ${form}`)) return [];
    seen.add(`${secret} ${form}`);
    return [{ where, secret, form }];
  });
};

/** All leaks in the files below `dir`, names of files included. */
export async function leaksBelow(dir: string, needles: readonly Needle[]): Promise<{ files: number; leaks: Leak[] }> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const leaks: Leak[] = [];
  let files = 0;
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    leaks.push(...leaksIn(`name of ${path}`, path, needles));
    if (!entry.isFile()) continue;
    files++;
    leaks.push(...leaksIn(path, await readFile(path), needles));
  }
  return { files, leaks };
}

/** What a process shows of itself to its user's other processes; empty once it is gone. */
export interface ProcessView {
  readonly pid: number;
  readonly argv: Buffer;
  readonly environ: Buffer;
}

const NOTHING = Buffer.alloc(0);

/** Argv and environment of `pid` and of all that came from it (Linux: /proc). */
export async function processTree(pid: number): Promise<ProcessView[]> {
  const read = (name: string): Promise<Buffer> => readFile(`/proc/${pid}/${name}`).catch(() => NOTHING);
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const below: ProcessView[] = [];
  for (const thread of threads) {
    const children = (await read(`task/${thread}/children`)).toString("utf8").split(" ").filter(Boolean).map(Number);
    for (const child of children) below.push(...(await processTree(child)));
  }
  return [{ pid, argv: await read("cmdline"), environ: await read("environ") }, ...below];
}

export const leaksOfProcesses = (views: readonly ProcessView[], needles: readonly Needle[]): Leak[] =>
  views.flatMap(({ pid, argv, environ }) => [
    ...leaksIn(`pid ${pid} argv`, argv, needles),
    ...leaksIn(`pid ${pid} environment`, environ, needles),
  ]);
