import type { Lane } from "../../core/contract/ids.ts";
import { simMs, toWall } from "../../core/contract/time.ts";
import type { Contact } from "./contact.ts";

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

/**
 * Whether a contact has missed a target of its lane by `nowMs`. Who still waits misses it as the target passes, not
 * only once the reply comes; who was resolved without a person's reply (they left, or withdrew) waited until then.
 */
export const isBreached = (
  contact: Pick<Contact, "lane" | "openedAt" | "handedOffAt" | "firstHumanReplyAt" | "resolvedAt">,
  target: "humanReplySec" | "resolutionSec",
  timeFactor: number,
  nowMs: number,
): boolean => {
  const { lane, openedAt, handedOffAt, firstHumanReplyAt, resolvedAt } = contact;
  const from = target === "humanReplySec" ? handedOffAt : openedAt;
  if (from === null) return false;
  const reply = target === "humanReplySec" ? firstHumanReplyAt : null;
  return (reply ?? resolvedAt ?? nowMs) - from > targetWallMs(lane, target, timeFactor);
};
