import type { PartnerPlan } from "../../core/schema/partner-wire.ts";

/** Eight at work, 12 s a case: two in three at work when a case comes every two seconds. Simulated time. */
export const PARTNER_DEFAULTS: PartnerPlan = {
  servers: 8,
  queue: 16,
  service: { distribution: "exponential", meanSec: 12, sigma: 0.5 },
  refuseWith: 503,
  callbacks: { lateShare: 0.1, lateSec: 20, twiceShare: 0.05 },
};
