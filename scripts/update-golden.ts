import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { verdictText } from "./cli/outputs.ts";
import { judgeRun } from "../reports/judge/judge-run.ts";

// Judges the saved run folders again and rewrites the verdicts that a test compares byte by byte.
const GOLDEN = ["nano-drop"];
for (const name of GOLDEN) {
  const dir = new URL(`../test/golden/${name}/`, import.meta.url);
  await writeFile(fileURLToPath(new URL("../nano-drop.golden.json", dir)), verdictText(await judgeRun(fileURLToPath(dir))));
  process.stdout.write(`wrote the golden verdict of ${name}\n`);
}
