import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { messageOf } from "../core/errors/fieldproof-error.ts";
import { GOLDEN_CASES, type GoldenCase, goldenFolder, RECORD_COMMAND } from "./golden/cases.ts";
import { judgeGolden } from "./golden/judge-golden.ts";
import { recordGolden } from "./golden/record.ts";

// Judges the recorded runs anew and keeps what came out; with --record also runs them anew, which needs k6 and a quiet
// machine. Nothing is kept that comes out the other way than it must.
const root = fileURLToPath(new URL("../", import.meta.url));
const record = process.argv.includes("--record");
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function update(golden: GoldenCase): Promise<boolean> {
  const folder = goldenFolder(golden);
  if (record) await recordGolden(root, golden);
  const { verdict, text } = await judgeGolden(root, golden);
  if (verdict.verdict !== golden.verdict) {
    say(`${folder}: kept as it was. It came out ${verdict.verdict}, not ${golden.verdict}: ${verdict.sentence}`);
    if (!record) say(`  When the evidence itself has changed its form: ${RECORD_COMMAND}`);
    return false;
  }
  const path = join(root, folder, "verdict.json");
  const changed = (await readFile(path, "utf8").catch(() => "")) !== text;
  if (changed) await writeFile(path, text);
  say(`${folder}: ${changed ? "updated" : "unchanged"}`);
  return true;
}

for (const golden of GOLDEN_CASES) {
  const done = await update(golden).catch((error: unknown) => {
    say(`${goldenFolder(golden)}: ${messageOf(error)}`);
    return false;
  });
  if (!done) process.exitCode = 1;
}
