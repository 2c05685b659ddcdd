import type { Proof, ReversibleStimulus, StimulusScope, TargetView } from "../../core/contract/stimulus.ts";
import type { CatalogEntry } from "../../drills/catalog.ts";
import { nanoDropEntry } from "./nano-drop-entry.ts";

const SERVERS_LEFT = 1;

/** How many servers the partner had before; a run has a view of its own. */
const before = new WeakMap<TargetView, number>();

const atWork = async ({ view }: StimulusScope): Promise<number | null> =>
  (await view.counters())?.["partner.servers"] ?? null;

const proof = (proved: boolean, servers: number | null): Proof => ({
  proved,
  sentence: servers === null ? "the partner says nothing" : `the partner has ${servers} servers at work`,
  figures: { servers },
});

/** What the partner had at first, and more than the stimulus leaves it. */
async function steady(scope: StimulusScope): Promise<Proof> {
  const servers = await atWork(scope);
  if (servers !== null && servers > SERVERS_LEFT && !before.has(scope.view)) before.set(scope.view, servers);
  return proof(servers !== null && servers === before.get(scope.view), servers);
}

/** Seen anew by another process, such as `recover`: all that it can know is that there are more than the stimulus left. */
async function proveUndo(scope: StimulusScope): Promise<Proof> {
  const servers = await atWork(scope);
  const had = before.get(scope.view);
  return proof(servers !== null && (had === undefined ? servers > SERVERS_LEFT : servers === had), servers);
}

export const partnerSlowStimulus: ReversibleStimulus = {
  ...{ id: "partner-slow", kind: "reversible", phase: "tail", leaseMs: 3000, proveLimitMs: 4000 },
  steady,
  faults: () => [{ via: "stack-fault", fault: { kind: "partner-slow", servers: SERVERS_LEFT } }],
  proveEffect: async (scope) => {
    const servers = await atWork(scope);
    return proof(servers === SERVERS_LEFT, servers);
  },
  proveUndo,
};

/** Nano-drop whose partner falls to one server in the tail; a desk that asks nothing of it must not notice. */
export const nanoDropPartnerSlow: CatalogEntry = nanoDropEntry(partnerSlowStimulus);
