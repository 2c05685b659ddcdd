import type { Lane } from "../../core/contract/ids.ts";
import { simMs, toWall } from "../../core/contract/time.ts";

/** Targets of one lane in simulated seconds. */
export interface ServiceLevel {
  /** From the hand-off, or the reopen, to a person's reply. */
  readonly humanReplySec: number;
  /** From the opening to the last resolution. */
  readonly resolutionSec: number;
  /** For how long after its resolution a customer's message reopens a contact. */
  readonly reopenSec: number;
}

/** What the desk promises, by lane. It orders nothing: within a lane the queue is first come, first served. */
export const SERVICE_LEVELS: Readonly<Record<Lane, ServiceLevel>> = {
  stream: { humanReplySec: 60, resolutionSec: 900, reopenSec: 86_400 },
  standard: { humanReplySec: 300, resolutionSec: 3600, reopenSec: 86_400 },
  solo: { humanReplySec: 180, resolutionSec: 1800, reopenSec: 86_400 },
};

export type ServiceTarget = keyof ServiceLevel;

/** Wall milliseconds of a target on a stack with `timeFactor`. */
export const targetWallMs = (lane: Lane, target: ServiceTarget, timeFactor: number): number =>
  toWall(simMs(SERVICE_LEVELS[lane][target] * 1000), timeFactor);
