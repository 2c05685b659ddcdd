import type { OneWayStimulus, Proof, StimulusScope, TargetView } from "../../core/contract/stimulus.ts";
import type { CatalogEntry } from "../../drills/catalog.ts";
import { nanoDropEntry } from "./nano-drop-entry.ts";

interface PopState {
  readonly generation: number | null;
  readonly purges: number | null;
  readonly holds: boolean;
}

/** Each PoP by its own status and the stack's counters: a read would warm the cache that is looked at. */
async function popStates({ view }: StimulusScope): Promise<ReadonlyMap<string, PopState>> {
  const counters = await view.counters();
  const states = new Map<string, PopState>();
  for (const pop of view.pops) {
    const status = await view.edgeStatus(pop);
    states.set(pop, {
      generation: status?.cacheGeneration ?? null,
      purges: counters?.[`island.purges.${pop}`] ?? null,
      holds: status?.islands.some(({ event }) => event === view.event) ?? false,
    });
  }
  return states;
}

/** As each run found its PoPs before; a run has a view of its own. */
const before = new WeakMap<TargetView, ReadonlyMap<string, PopState>>();

const proof = (proved: boolean, sentence: string, figures: Proof["figures"]): Proof => ({ proved, sentence, figures });
const moved = (now: number | null, then: number | null | undefined): boolean =>
  now !== null && then !== null && then !== undefined && now > then;

async function steady(scope: StimulusScope): Promise<Proof> {
  const states = await popStates(scope);
  if (!before.has(scope.view)) before.set(scope.view, states);
  const holding = [...states.values()].filter(({ holds }) => holds).length;
  const all = scope.view.pops.length;
  return proof(holding === all && all > 0, `${holding} of ${all} PoPs hold the island`, { holding, pops: all });
}

async function proveEffect(scope: StimulusScope): Promise<Proof> {
  const then = before.get(scope.view);
  const states = await popStates(scope);
  const purged = [...states].filter(
    ([pop, now]) => moved(now.generation, then?.get(pop)?.generation) && moved(now.purges, then?.get(pop)?.purges),
  );
  const all = scope.view.pops.length;
  return proof(
    purged.length === all && all > 0,
    `${purged.length} of ${all} PoPs have a new cache generation and count a purge`,
    Object.fromEntries([...states].map(([pop, { generation }]) => [`generation ${pop}`, generation])),
  );
}

/** Held again, and good as a reader sees it. */
async function proveRestored(scope: StimulusScope): Promise<Proof> {
  const states = await popStates(scope);
  const islands = await Promise.all(scope.view.pops.map((pop) => scope.view.readIsland(pop)));
  const good = islands.filter(({ signatureGood }) => signatureGood === true).length;
  const holding = [...states.values()].filter(({ holds }) => holds).length;
  const all = scope.view.pops.length;
  return proof(
    good === all && holding === all && all > 0,
    `${holding} of ${all} PoPs held the island before it was read, ${good} show it with a good signature`,
    { holding, good, pops: all },
  );
}

export const cachePurgeStimulus: OneWayStimulus = {
  id: "cache-purge",
  kind: "one-way",
  phase: "tail",
  proveLimitMs: 5000,
  steady,
  act: ({ view }) => [
    {
      ...{ via: "stack-call", method: "POST", path: "/ops/v1/purges", accept: [200] },
      body: JSON.stringify({ event: view.event, mode: "evict" }),
    },
  ],
  proveEffect,
  rollForward: ({ view }) => [
    { via: "stack-call", method: "POST", path: `/ops/v1/islands/${view.event}/stage`, body: null, accept: [200] },
  ],
  proveRestored,
};

/** Nano-drop whose PoPs forget the island in the tail: each fetches it anew, so the drop must absorb it. */
export const nanoDropCachePurge: CatalogEntry = nanoDropEntry(cachePurgeStimulus);
