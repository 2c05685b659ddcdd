import type { Timeline } from "./timeline.ts";

/** A stretch in which an agent held a contact. */
export interface Hold {
  readonly agentId: string | null;
  readonly fromMs: number;
  readonly toMs: number;
  /** It was still held when the watch ended: `toMs` is no end. */
  readonly open: boolean;
}

/**
 * Agent handle time: from each claim to the resolution, transfer or release that ends it, wrap-up included, the queue
 * before it and the time with the assistant not (so as agents do, not as Chatwoot's assignment does: its issue #13312).
 * A claim by another agent ends the hold before it.
 */
export const holdsOf = ({ events, observedUntilMs }: Timeline): readonly Hold[] => {
  const holds: Hold[] = [];
  let held: { readonly agentId: string | null; readonly fromMs: number } | null = null;
  const end = (toMs: number, open: boolean): void => {
    if (held !== null) holds.push({ ...held, toMs, open });
    held = null;
  };
  for (const event of events) {
    const { kind, atMs } = event;
    if (kind === "claimed" || kind === "resolved" || kind === "transferred" || kind === "released") end(atMs, false);
    if (kind === "claimed") held = { agentId: event.agentId, fromMs: atMs };
  }
  end(observedUntilMs, true);
  return holds;
};
