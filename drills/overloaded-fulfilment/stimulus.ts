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

/** The partner falls to a few servers for a while, under a lease. */
export const overloadedFulfilmentStimulus: ReversibleStimulus = {
  ...{ id: "partner-slow", kind: "reversible", phase: "fault", leaseMs: 5000, proveLimitMs: 4000 },
  steady: (scope) => servers(scope, scope.plan.fulfilment.partner.servers),
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
