import type { Rng } from "../../core/contract/ports.ts";
import { type SimMs, simMs } from "../../core/contract/time.ts";
import type { PartnerPlan } from "../../core/schema/partner-wire.ts";

/** A standard normal draw (Box and Muller 1958). */
const normal = (rng: Rng): number => Math.sqrt(-2 * Math.log(1 - rng.next())) * Math.cos(2 * Math.PI * rng.next());

/**
 * One service time, simulated milliseconds, with the plan's mean: exponential by inversion, or log-normal with
 * mu = ln(mean) - sigma^2 / 2 (Law, Simulation Modeling and Analysis, sections 8.3.2 and 8.3.7).
 */
export const drawServiceMs = ({ distribution, meanSec, sigma }: PartnerPlan["service"], rng: Rng): SimMs =>
  simMs(
    distribution === "exponential"
      ? -1000 * meanSec * Math.log(1 - rng.next())
      : 1000 * Math.exp(Math.log(meanSec) - (sigma * sigma) / 2 + sigma * normal(rng)),
  );
