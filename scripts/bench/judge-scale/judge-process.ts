import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { judgeRun } from "../../../reports/judge/judge-run.ts";
import { writeOutputs } from "../../cli/outputs.ts";

/** One side of the bench in a process of its own: reads and parses the evidence, or judges and draws it. */
const CHUNK_BYTES = 1 << 18;

/** What any reader must do: every line of every evidence file through JSON.parse. */
async function readAndParse(runDir: string): Promise<number> {
  const folder = join(runDir, "nano-drop", "1");
  let lines = 0;
  for (const path of (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".ndjson"))) {
    let rest = "";
    const stream = createReadStream(join(folder, path), { encoding: "utf8", highWaterMark: CHUNK_BYTES });
    for await (const chunk of stream) {
      const parts = (rest + String(chunk)).split("\n");
      rest = parts.pop() ?? "";
      for (const part of parts) {
        JSON.parse(part);
        lines += 1;
      }
    }
  }
  return lines;
}

const [what, runDir = ""] = process.argv.slice(2);
const began = performance.now();
const result: Record<string, unknown> = {};
if (what === "parse") result["lines"] = await readAndParse(runDir);
else {
  const verdict = await judgeRun(runDir);
  result["verdict"] = verdict.verdict;
  await writeOutputs(runDir, verdict);
}
const wallMs = performance.now() - began;
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const cpuMs = (userCPUTime + systemCPUTime) / 1000;
process.stdout.write(`${JSON.stringify({ ...result, wallMs, cpuMs, peakBytes: maxRSS * 1024 })}\n`);
