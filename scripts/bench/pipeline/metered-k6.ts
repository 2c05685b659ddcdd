import { readFile, writeFile } from "node:fs/promises";

/** What the bundled scenario's one line that records looks like, whatever esbuild calls its parts. */
const RECORDING = /(\w+)\s*=>\s*\{\s*console\.log\(JSON\.stringify\(\1\)\);?\s*\}/;
/** The harness cannot do without these: when T0 is, and that k6 lives. */
const SIGNS = '["clock","heartbeat","end"]';

/** The same scenario, whose requests are all made and of which nothing is recorded. @throws Error when it records elsewhere */
export function withoutRecording(bundle: string): string {
  const found = RECORDING.exec(bundle);
  if (found === null) throw new Error("the scenario's recording was not found in its bundle");
  const [whole, line = ""] = found;
  const bare = `${line}=>{${SIGNS}.includes(${line}.kind)&&console.log(JSON.stringify(${line}))}`;
  return bundle.replace(whole, () => bare);
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Writes a program that is started in k6's place: it runs k6 as it was told to and leaves behind what k6 cost. With
 * `strip`, a program that takes the bundle's recording out comes before.
 */
export async function writeMeteredK6(
  path: string,
  { k6Path, timesFile, strip }: { readonly k6Path: string; readonly timesFile: string; readonly strip: string | null },
): Promise<void> {
  const before =
    strip === null ? "" : `for last do :; done\n${quoted(process.execPath)} ${quoted(strip)} "$last" || exit 70\n`;
  const text = `#!/bin/sh\n${before}${quoted(k6Path)} "$@"\ncode=$?\ntimes > ${quoted(timesFile)}\nexit $code\n`;
  await writeFile(path, text, { mode: 0o755 });
}

/** CPU seconds of the children in what the shell's `times` wrote: its second line, user and system. */
export async function readCpuSec(timesFile: string): Promise<number> {
  const [, children = ""] = (await readFile(timesFile, "utf8")).trim().split("\n");
  const parts = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  if (parts.length !== 2) throw new Error(`times cannot be read: ${children}`);
  return parts.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}
