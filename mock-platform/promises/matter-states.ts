import type { MatterState } from "../../core/schema/promise-wire.ts";

/** The states that may follow each state, whole. What has ended stays so: one end each. */
export const MATTER_FOLLOWS: Readonly<Record<MatterState, readonly MatterState[]>> = {
  received: ["triaged", "abandoned"],
  triaged: ["on-hold-partner", "promised", "abandoned"],
  "on-hold-partner": ["answered", "promised", "abandoned"],
  answered: ["resolved"],
  promised: ["resolved", "expired", "abandoned"],
  resolved: [],
  expired: [],
  abandoned: [],
};

export const isEnded = (state: MatterState): boolean => MATTER_FOLLOWS[state].length === 0;
export const mayFollow = (from: MatterState, to: MatterState): boolean => MATTER_FOLLOWS[from].includes(to);
