import type { Proof, ReversibleStimulus, StimulusScope } from "../../core/contract/stimulus.ts";
import type { CatalogEntry } from "../../drills/catalog.ts";
import { nanoDropEntry } from "./nano-drop-entry.ts";

/** Wall ms: far above what a read at the origin takes, and below what the view waits. */
export const ORIGIN_DELAY_MS = 800;
const QUICK_MS = 400;

const proof = (proved: boolean, sentence: string, figures: Proof["figures"]): Proof => ({ proved, sentence, figures });

const readOrigin = ({ view }: StimulusScope) => view.timed("origin", `/origin/v1/islands/${view.event}`);

/** The origin answers at once, and each PoP shows an island of good signature. */
async function steady(scope: StimulusScope): Promise<Proof> {
  const { view } = scope;
  const { status, ms } = await readOrigin(scope);
  const islands = await Promise.all(view.pops.map((pop) => view.readIsland(pop)));
  const good = islands.filter(({ signatureGood }) => signatureGood === true).length;
  return proof(
    status === 200 && ms < QUICK_MS && good === view.pops.length,
    `the origin answered ${status} in ${ms.toFixed(0)} ms, ${good} of ${view.pops.length} PoPs show a good island`,
    { status, ms, good },
  );
}

/** The fault itself says that it struck, and a reader's own clock says so, too. */
async function proveEffect(scope: StimulusScope): Promise<Proof> {
  const { status, ms } = await readOrigin(scope);
  const held = (await scope.view.faults())?.held ?? [];
  const struck = held.filter(({ id }) => scope.faultIds.includes(id)).reduce((sum, one) => sum + one.struck, 0);
  return proof(
    struck > 0 && ms >= ORIGIN_DELAY_MS,
    `the fault struck ${struck} times, and a read at the origin took ${ms.toFixed(0)} ms`,
    { struck, ms, status },
  );
}

async function proveUndo(scope: StimulusScope): Promise<Proof> {
  const { status, ms } = await readOrigin(scope);
  const faults = await scope.view.faults();
  const left = faults?.held.filter(({ id }) => scope.faultIds.includes(id)).length ?? null;
  return proof(
    left === 0 && status === 200 && ms < QUICK_MS,
    `${left ?? "an unknown number"} of its faults are held, and a read at the origin took ${ms.toFixed(0)} ms`,
    { left, ms, status },
  );
}

export const originSlowStimulus: ReversibleStimulus = {
  id: "origin-slow",
  kind: "reversible",
  phase: "tail",
  leaseMs: 3000,
  proveLimitMs: 5000,
  steady,
  faults: () => [{ via: "stack-fault", fault: { kind: "origin-slow", delayMs: ORIGIN_DELAY_MS } }],
  proveEffect,
  proveUndo,
};

/** Nano-drop with a slow origin of islands in its tail: the edge holds what it needs, so the drop must absorb it. */
export const nanoDropOriginSlow: CatalogEntry = nanoDropEntry(originSlowStimulus);
