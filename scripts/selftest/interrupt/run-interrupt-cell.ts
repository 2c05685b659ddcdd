import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { DrillId } from "../../../core/contract/ids.ts";
import { messageOf } from "../../../core/errors/fieldproof-error.ts";
import { mountSmallDisk, type SmallDisk } from "../../setup/tmpfs.ts";
import { chainsOf, judged, leaksOf, loadEnded, settled, stateOf, targetAtEnd, within } from "./cell-findings.ts";
import { type InterruptCell, interruptCellName } from "./interrupt-cells.ts";
import type { InterruptFacts } from "./interrupt-facts.ts";
import { HOW_TO_GET, type InterruptMeans } from "./interrupt-needs.ts";
import { RULES } from "./interruptions.ts";
import { awaitEntry, onlyRunDir } from "./journal-watch.ts";
import { type NodeProcess, startNode } from "./node-process.ts";
import { watchTarget, wholeAfterMs } from "./onlooker.ts";
import { openBelow } from "./open-below.ts";
import { type ServedTarget, serveTarget } from "./served-target.ts";
import { fillDisk, freeDisk } from "./small-disk.ts";

/** What the runner can do to a target, as it says itself. */
export interface Example {
  readonly name: string;
  readonly drill: DrillId;
  /** Null for what is rolled forward. */
  readonly leaseMs: number | null;
  readonly timeFactor: number;
  /** Its desk asks the partner. */
  readonly asksPartner: boolean;
  /** A long way to its stimulus: interrupted from there on only. */
  readonly fromPlanned: boolean;
}

export interface InterruptTools {
  /** `test/example-drills/example-process.ts`, or another that takes the same arguments. */
  readonly runner: string;
  readonly examples: readonly Example[];
  readonly k6Path: string;
  readonly means: InterruptMeans;
  /** Where each cell has a folder of its own. */
  readonly workDir: string;
}

/** Longer than any lease of an example, and than the watchdog's patience. */
const STILL_MS = 6500;
/** Above the 200 MB that a run wants to begin with. */
const DISK_MB = 210;
const RUN_LIMIT_MS = 90_000;

/** A cell while it goes on. */
interface Stage {
  readonly dir: string;
  readonly runsDir: string;
  readonly stateDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly disk: SmallDisk | null;
  readonly served: ServedTarget | null;
  readonly clockFile: string;
}

/** Runs one cell with real processes. Never throws: what went wrong around it is its `trouble`. */
export async function runInterruptCell(cell: InterruptCell, tools: InterruptTools): Promise<InterruptFacts> {
  const dir = join(tools.workDir, `${cell.seed}-${interruptCellName(cell).replace("/", "-")}`);
  let stage: Stage | null = null;
  try {
    const { needs } = RULES[cell.interruption];
    if (needs !== null && (tools.means[needs] ?? false) === false) throw new Error(HOW_TO_GET[needs]);
    stage = await setUp(cell, dir, tools);
    return await interruptAndLook(cell, stage, tools);
  } catch (error) {
    return { ...NOTHING, cell, evidence: dir, trouble: messageOf(error) };
  } finally {
    await stage?.served?.close();
    stage?.disk?.unmount();
  }
}

const NOTHING: Omit<InterruptFacts, "cell" | "evidence" | "trouble"> = {
  ...{
    state: "never interrupted",
    exit: null,
    recoverExit: null,
    judgedExit: null,
    verdict: null,
    reason: "",
    wholeMs: null,
  },
  ...{ lastRequestMs: null, islands: null, faultsHeld: null, leaseMs: null, chains: { read: 0, faults: [] } },
  ...{ locksLeft: 0, processesLeft: 0, leaks: null },
};

function exampleOf({ stimulus }: InterruptCell, { examples }: InterruptTools): Example {
  const known = examples.find(({ name }) => name === stimulus);
  if (known === undefined) throw new Error(`there is no example ${stimulus}`);
  return known;
}

async function setUp(cell: InterruptCell, dir: string, tools: InterruptTools): Promise<Stage> {
  const example = exampleOf(cell, tools);
  await rm(dir, { recursive: true, force: true });
  await mkdir(join(dir, "tmp"), { recursive: true });
  const disk = cell.interruption === "disk-full" ? mountSmallDisk(DISK_MB) : null;
  const stateDir = join(dir, "state");
  const clockFile = join(dir, "clock");
  await writeFile(clockFile, "+0");
  const clock =
    cell.interruption === "clock-stepped"
      ? {
          LD_PRELOAD: tools.means.faketime ?? "",
          ...{ FAKETIME_TIMESTAMP_FILE: clockFile, FAKETIME_NO_CACHE: "1", FAKETIME_DONT_FAKE_MONOTONIC: "1" },
        }
      : {};
  return {
    ...{ dir, disk, stateDir, clockFile, runsDir: join(disk?.path ?? dir, "runs") },
    env: { FIELDPROOF_STATE: stateDir, FIELDPROOF_K6: tools.k6Path, TMPDIR: join(dir, "tmp"), ...clock },
    served: RULES[cell.interruption].target === "served" ? await serveTarget(dir, example, cell.seed) : null,
  };
}

async function interruptAndLook(cell: InterruptCell, stage: Stage, tools: InterruptTools): Promise<InterruptFacts> {
  const { dir, runsDir, stateDir, served } = stage;
  const { drill, leaseMs } = exampleOf(cell, tools);
  const example = ["--example", cell.stimulus, "--runs", runsDir];
  const target = served === null ? [] : ["--target", served.targetFile];
  const child = startNode([tools.runner, "run", ...example, ...target, "--seed", String(cell.seed)], {
    ...{ cwd: dir, env: stage.env },
  });
  let ended = false;
  void child.done.then(() => {
    ended = true;
  });
  const onlooker = served === null ? null : watchTarget(served.view);
  try {
    const came = await awaitEntry(runsDir, drill, cell.after, () => ended);
    if (came !== null) await pause(cell.delayMs);
    const state = ended ? "never interrupted" : await stateOf(runsDir, drill);
    const at = Date.now();
    if (!ended) await interrupt(cell, child, stage, drill);
    const run = await within(RUN_LIMIT_MS, child.done, "the run did not end");
    if (cell.interruption !== "sigkill-both") await loadEnded(runsDir, drill);
    if (stage.disk !== null) await freeDisk(stage.disk.path);
    // By its own lease, without the help of `recover`.
    if (leaseMs !== null) await settled(onlooker);
    const requests = served === null ? [] : await served.requests();
    const recoverEnv = { FIELDPROOF_STATE: stateDir, TMPDIR: join(dir, "tmp") };
    const recovery = startNode([tools.runner, "recover", ...example], { cwd: dir, env: recoverEnv });
    const recovered = await within(RUN_LIMIT_MS, recovery.done, "recover did not end");
    await settled(onlooker);
    await onlooker?.stop();
    await writeFile(
      join(dir, "said.txt"),
      [run.stdout, run.stderr, recovered.stdout, recovered.stderr].join("\n---\n"),
    );
    const runDir = (await onlyRunDir(runsDir)) ?? runsDir;
    return {
      ...{ cell, state, exit: run.code, recoverExit: recovered.code, leaseMs, evidence: dir, trouble: null },
      ...(await judged([tools.runner, "judge", ...example], { cwd: dir, env: recoverEnv })),
      wholeMs: onlooker === null ? null : wholeAfterMs(onlooker.looks, at),
      lastRequestMs: requests.length === 0 ? null : Math.max(...requests) - at,
      ...(await targetAtEnd(served)),
      chains: await chainsOf(runDir, drill),
      locksLeft: (await readdir(stateDir).catch(() => [])).length,
      processesLeft: (await openBelow(runDir)).length,
      leaks: served === null ? null : await leaksOf(served, runDir, join(dir, "said.txt")),
    };
  } finally {
    await onlooker?.stop();
    child.process.kill("SIGKILL");
  }
}

async function interrupt(cell: InterruptCell, child: NodeProcess, stage: Stage, drill: DrillId): Promise<void> {
  const kill = async (kind: string): Promise<void> => {
    const entry = await awaitEntry(stage.runsDir, drill, kind, () => false);
    process.kill(Number(entry?.["pid"]), "SIGKILL");
  };
  switch (cell.interruption) {
    case "sigint":
      child.process.kill("SIGINT");
      return;
    case "sigterm":
      child.process.kill("SIGTERM");
      return;
    case "two-sigint":
      child.process.kill("SIGINT");
      await pause(20 + cell.draw * 600);
      child.process.kill("SIGINT");
      return;
    case "sigkill":
      child.process.kill("SIGKILL");
      return;
    case "sigkill-both":
      await kill("watchdog.watching");
      child.process.kill("SIGKILL");
      return;
    case "stood-still":
      child.process.kill("SIGSTOP");
      await pause(STILL_MS);
      child.process.kill("SIGCONT");
      return;
    case "k6-killed":
      return kill("k6.started");
    case "target-killed":
      return kill("stack.ready");
    case "disk-full":
      return fillDisk(stage.disk?.path ?? "");
    case "clock-stepped": {
      const seconds = Math.round((cell.draw - 0.5) * 7200) + (cell.draw < 0.5 ? -30 : 30);
      return writeFile(stage.clockFile, seconds < 0 ? `${seconds}` : `+${seconds}`);
    }
  }
}
