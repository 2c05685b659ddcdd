import type { DrillLoad } from "../../core/contract/drill-load.ts";
import type { Plan } from "../../core/schema/plan.ts";

/** Contacts per simulated second in each phase that has arrivals. */
export interface ArrivalRates {
  readonly control: number;
  readonly step: number;
  readonly tail: number;
}

/**
 * Rates of the plan's preset. `step-and-tail`: a twelfth of the peak before the drop, the peak in the step, a quarter
 * of it in the tail. `steady`: a third of the peak throughout.
 */
export const arrivalRates = ({ preset, peakPerSec }: Plan["arrivals"]): ArrivalRates =>
  preset === "steady"
    ? { control: peakPerSec / 3, step: peakPerSec / 3, tail: peakPerSec / 3 }
    : { control: peakPerSec / 12, step: peakPerSec, tail: peakPerSec / 4 };

/** The drop itself, in the phases of the profile. */
export const nanoDropLoad: DrillLoad = {
  phases: (_plan, { controlSec, refreshSec, stepSec, tailSec, drainSec }) => [
    { name: "control", sec: controlSec },
    { name: "refresh", sec: refreshSec },
    { name: "step", sec: stepSec },
    ...(tailSec > 0 ? [{ name: "tail", sec: tailSec }] : []),
    { name: "drain", sec: drainSec },
  ],
  streams: ({ arrivals, customers }) => [{ name: null, perSec: { ...arrivalRates(arrivals) }, customers }],
  lanes: ({ customers }) => (customers.standardLaneShare > 0 ? ["stream", "standard"] : ["stream"]),
  islandReads: ({ arrivals }) => ({ phase: "refresh", perSec: arrivals.islandReadsPerSec }),
  beside: { steadyReads: true, doors: true },
};
