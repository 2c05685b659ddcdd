import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { DrillId } from "../../../core/contract/ids.ts";
import { messageOf } from "../../../core/errors/fieldproof-error.ts";
import { isAlive } from "../../../harness/lock/process-mark.ts";
import { readChains } from "../../../reports/evidence/recoveries.ts";
import { leaksBelow, leaksIn, needlesOf } from "../secret-canary.ts";
import type { InterruptFacts } from "./interrupt-facts.ts";
import { onlyRunDir } from "./journal-watch.ts";
import { startNode } from "./node-process.ts";
import type { Onlooker } from "./onlooker.ts";
import type { ServedTarget } from "./served-target.ts";

const LOAD_LIMIT_MS = 15_000;
const SETTLE_LIMIT_MS = 12_000;
const LOOK_MS = 50;

export async function within<T>(limitMs: number, work: Promise<T>, otherwise: string): Promise<T> {
  const limit = new AbortController();
  const late = pause(limitMs, null, { signal: limit.signal }).then(
    () => Promise.reject(new Error(`${otherwise} within ${limitMs / 1000} s`)),
    () => new Promise<never>(() => {}),
  );
  return Promise.race([work, late]).finally(() => limit.abort());
}

const kindsOf = async (runsDir: string, drill: DrillId): Promise<{ kind: string; data: Record<string, unknown> }[]> => {
  const runDir = await onlyRunDir(runsDir);
  const text = await readFile(join(runDir ?? runsDir, drill, "1", "journal.ndjson"), "utf8").catch(() => "");
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
};

/** How far the journal says that the stimulus is, now. */
export async function stateOf(runsDir: string, drill: DrillId): Promise<InterruptFacts["state"]> {
  const kinds = (await kindsOf(runsDir, drill)).map(({ kind }) => kind);
  if (!kinds.includes("stimulus.planned")) return "before";
  return kinds.includes("stimulus.undo-proved") || kinds.includes("stimulus.restored") ? "settled" : "in force";
}

/** Resolves when k6 is gone. @throws Error when it goes on for longer than anybody may wait */
export async function loadEnded(runsDir: string, drill: DrillId): Promise<void> {
  const started = (await kindsOf(runsDir, drill)).find(({ kind }) => kind === "k6.started");
  const pid = Number(started?.data["pid"] ?? 0);
  for (const end = Date.now() + LOAD_LIMIT_MS; pid > 0 && isAlive({ pid, started: null }); await pause(LOOK_MS))
    if (Date.now() > end) throw new Error(`k6 still runs ${LOAD_LIMIT_MS / 1000} s after the interruption`);
}

/** Resolves when the target is whole, or after as long as anybody may wait. */
export async function settled(onlooker: Onlooker | null): Promise<void> {
  if (onlooker === null) return;
  const seen = onlooker.looks.length;
  const isSettled = (): boolean => onlooker.looks.length > seen + 2 && onlooker.looks.at(-1)?.whole === true;
  for (const end = Date.now() + SETTLE_LIMIT_MS; !isSettled() && Date.now() < end; ) await pause(LOOK_MS);
}

/** What the judge says at last, as a process of its own that knows the example. */
export async function judged(
  args: readonly string[],
  options: Parameters<typeof startNode>[1],
): Promise<Pick<InterruptFacts, "judgedExit" | "verdict" | "reason">> {
  const { code, stdout, stderr } = await startNode(args, options).done;
  try {
    const { verdict, sentence }: { verdict: string; sentence: string } = JSON.parse(stdout);
    return { judgedExit: code, verdict, reason: sentence };
  } catch {
    return { judgedExit: null, verdict: null, reason: stderr.slice(0, 300) };
  }
}

export async function targetAtEnd(
  served: ServedTarget | null,
): Promise<Pick<InterruptFacts, "islands" | "faultsHeld">> {
  if (served === null) return { islands: null, faultsHeld: null };
  const { view } = served;
  const islands = await Promise.all(view.pops.map((pop) => view.readIsland(pop)));
  const good = islands.filter(({ signatureGood }) => signatureGood === true).length;
  return { islands: { good, of: view.pops.length }, faultsHeld: (await view.faults())?.held.length ?? null };
}

/** Where a secret of the target stands: in the run's folder, its report among it, or in what the processes said. */
export async function leaksOf({ secrets }: ServedTarget, runDir: string, said: string): Promise<readonly string[]> {
  const needles = needlesOf(secrets);
  const { leaks } = await leaksBelow(runDir, needles);
  const spoken = leaksIn(said, await readFile(said), needles);
  return [...leaks, ...spoken].map(({ where, secret, form }) => `${where} (${secret}, ${form})`);
}

export async function chainsOf(runDir: string, drill: DrillId): Promise<InterruptFacts["chains"]> {
  try {
    const chains = await readChains(join(runDir, drill, "1"), `${drill}/1`);
    return { read: chains === null ? 0 : 1 + chains.recoveries.length, faults: [] };
  } catch (error) {
    return { read: 0, faults: [messageOf(error)] };
  }
}
