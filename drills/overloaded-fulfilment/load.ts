import type { DrillLoad } from "../../core/contract/drill-load.ts";
import type { Plan } from "../../core/schema/plan.ts";

const inAll = (perSec: number) => ({ control: perSec, fault: perSec, recover: perSec });

/** Who has order trouble writes to the ordinary lane, where the partner answers and no agent does. */
const troubled = ({ customers }: Plan): Plan["customers"] => ({
  ...customers,
  ...{ standardLaneShare: 1, intents: { "order-held": 1, "order-missing": 1 } },
  // They were given a promise, and need not wait: nobody leaves, nobody asks again.
  ...{ patience: { medianSec: 86_400, sigma: 0.1 }, resendShare: 0 },
});

/** Order trouble at the same rate before, in and after the fault, and the stream lane beside it. */
export const overloadedFulfilmentLoad: DrillLoad = {
  phases: ({ fulfilment: { phases } }) => [
    { name: "control", sec: phases.controlSec },
    { name: "fault", sec: phases.faultSec },
    { name: "recover", sec: phases.recoverSec },
    { name: "drain", sec: phases.drainSec },
  ],
  streams: (plan) => [
    { name: "order-trouble", perSec: inAll(plan.fulfilment.casesPerSec), customers: troubled(plan) },
    {
      ...{ name: "stream", perSec: inAll(plan.fulfilment.streamPerSec) },
      // Hardly any order trouble among them: the load on the partner is the other stream's.
      customers: {
        ...plan.customers,
        standardLaneShare: 0,
        intents: { stock: 5, "shipping-window": 5, returns: 2, eligibility: 2, "was-i-charged": 6 },
      },
    },
  ],
  // Who has order trouble hears of the partner's answer, not of an agent's.
  lanes: () => ["stream"],
  islandReads: () => null,
  beside: { steadyReads: false, doors: false },
};
