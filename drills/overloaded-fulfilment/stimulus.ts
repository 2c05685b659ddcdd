import type { Proof, ReversibleStimulus, StimulusScope } from "../../core/contract/stimulus.ts";

/** How many servers the partner has at work, and whether that is what was wanted. */
const servers = async ({ view }: StimulusScope, wanted: number): Promise<Proof> => {
  const counters = await view.counters();
  const found = counters?.["partner.servers"] ?? null;
  return {
    proved: found === wanted,
    sentence: found === null ? "the partner says nothing" : `the partner has ${found} of ${wanted} servers at work`,
    figures: { servers: found, wanted, waiting: counters?.["partner.waiting"] ?? null },
  };
};

/**
 * All servers at work, places to wait in as planned, and a desk that asks the partner: one that does not would have nothing
 * to recover from.
 */
const steady = async (scope: StimulusScope): Promise<Proof> => {
  const [proof, counters] = await Promise.all([
    servers(scope, scope.plan.fulfilment.partner.servers),
    scope.view.counters(),
  ]);
  const requests = counters?.["partner.requests"] ?? 0;
  const { queue: wanted } = scope.plan.fulfilment.partner;
  const found = counters?.["partner.queue"] ?? null;
  // One without a bound tells none: what comes of that is for the judge.
  const isAsPlanned = found === null || wanted === null || found === wanted;
  return {
    proved: proof.proved && requests > 0 && isAsPlanned,
    sentence: [
      `${proof.sentence}, and ${requests} requests came to it so far`,
      ...(isAsPlanned ? [] : [`it has ${found} places to wait in where the plan has ${wanted}`]),
    ].join("; "),
    figures: { ...proof.figures, requests, queue: found },
  };
};

/** The partner falls to a few servers for a while, under a lease. */
export const overloadedFulfilmentStimulus: ReversibleStimulus = {
  ...{ id: "partner-slow", kind: "reversible", phase: "fault", leaseMs: 5000, proveLimitMs: 4000 },
  steady,
  faults: ({ plan }) => [{ via: "stack-fault", fault: { kind: "partner-slow", servers: plan.fulfilment.serversLeft } }],
  proveEffect: async (scope) => {
    const { faultIds, plan, view } = scope;
    const [proof, faults] = await Promise.all([servers(scope, plan.fulfilment.serversLeft), view.faults()]);
    const struck = faults?.held.find(({ id }) => faultIds.includes(id))?.struck ?? 0;
    return {
      proved: proof.proved && struck > 0,
      sentence: `${proof.sentence}, and ${struck} requests came to it since`,
      figures: { ...proof.figures, struck },
    };
  },
  proveUndo: (scope) => servers(scope, scope.plan.fulfilment.partner.servers),
};
