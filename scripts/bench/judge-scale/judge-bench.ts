import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { EVIDENCE_FILE } from "../../golden/cases.ts";
import { unpackRun } from "../../golden/pack.ts";
import { type Comparison, median } from "../bench-figures.ts";
import { growRun } from "./grown-run.ts";

const RECORDED = fileURLToPath(new URL(`../../../drills/nano-drop/golden/ready/${EVIDENCE_FILE}`, import.meta.url));
const SIDE = fileURLToPath(new URL("./judge-process.ts", import.meta.url));
const TURNS = 3;
const MB = 1e6;

interface Side {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakBytes: number;
  readonly lines?: number;
  readonly verdict?: string;
}

async function sideOf(what: "parse" | "judge", runDir: string, signal: AbortSignal): Promise<Side> {
  const { stdout } = await promisify(execFile)(process.execPath, [SIDE, what, runDir], { signal });
  return JSON.parse(stdout);
}

async function bytesBelow(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
  return bytes;
}

/**
 * Judge and render of a run of so many contacts against merely reading and parsing the same files, each in a process of its
 * own, turn by turn on the same machine. The run is a recorded one lived again and again, sealed, and READY.
 */
export async function benchJudge(contacts: number, signal: AbortSignal): Promise<Comparison> {
  const runDir = await mkdtemp(join(tmpdir(), "fieldproof-bench-judge-"));
  try {
    await unpackRun(await readFile(RECORDED), runDir);
    const grown = await growRun(runDir, contacts);
    const parsed: Side[] = [];
    const judged: Side[] = [];
    for (let turn = 0; turn < TURNS; turn++) {
      parsed.push(await sideOf("parse", runDir, signal));
      judged.push(await sideOf("judge", runDir, signal));
    }
    const of = (sides: readonly Side[], field: "wallMs" | "cpuMs" | "peakBytes"): number =>
      median(sides.map((side) => side[field]));
    return {
      figures: {
        contacts: grown.contacts,
        "evidence lines": parsed[0]?.lines ?? 0,
        "evidence MB": (await bytesBelow(join(runDir, "nano-drop"))) / MB,
        verdict: judged[0]?.verdict ?? "none",
        "read and parse, s": of(parsed, "wallMs") / 1000,
        "judge and render, s": of(judged, "wallMs") / 1000,
        "read and parse, CPU s": of(parsed, "cpuMs") / 1000,
        "judge and render, CPU s": of(judged, "cpuMs") / 1000,
        "read and parse, peak MB": of(parsed, "peakBytes") / MB,
      },
      ratios: [
        { name: "judge / parse, wall", value: of(judged, "wallMs") / of(parsed, "wallMs"), bound: "at most", aim: 1.5 },
        {
          name: "judge and render, peak",
          value: of(judged, "peakBytes") / MB,
          bound: "at most",
          aim: 300,
          unit: " MB",
        },
      ],
    };
  } finally {
    await rm(runDir, { recursive: true, force: true });
  }
}
