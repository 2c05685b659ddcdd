import type { Lane } from "../../../core/contract/ids.ts";
import type { Clock } from "../../../core/contract/ports.ts";
import type { Outcome } from "../../../core/contract/target.ts";
import type { QueueItem } from "../../../core/schema/wire.ts";

/** Longer than any handling: a contact that was offered is of that slot until it lets go. Wall milliseconds. */
const HELD_MS = 3_600_000;
/** A contact that another person was quicker to take, or that could not be claimed, is let be for so long. */
const TAKEN_MS = 30_000;

/**
 * What the agents of one process share: one look at who waits serves all free slots of a lane, and each contact is
 * offered to one slot at a time, as an acting desk would do it. Without it ten idle slots would ask ten times.
 */
export interface WaitingBoard {
  /** Who waits in a lane: the last look while it is under way or younger than `everyMs`, else what `look` finds. */
  look(
    lane: Lane,
    everyMs: number,
    look: () => Promise<Outcome<readonly QueueItem[]>>,
  ): Promise<Outcome<readonly QueueItem[]>>;
  /** The first of them that no slot holds, from now on this slot's. */
  pick(items: readonly QueueItem[]): QueueItem | null;
  /** It is of this process until `release`. */
  hold(contactId: string): void;
  /** Another agent has it, or nobody knows who. */
  taken(contactId: string): void;
  /** It is done, or was let go: it may be offered anew when it waits again. */
  release(contactId: string): void;
  /** Whether it was released since then: a look that was under way meanwhile may show it as it was before. */
  releasedSince(contactId: string, at: number): boolean;
}

interface Look {
  readonly page: Promise<Outcome<readonly QueueItem[]>>;
  /** When it was answered; null while it is under way. */
  at: number | null;
  /** How long the desk asked to be left alone. */
  restMs: number;
}

export function createWaitingBoard(clock: Clock): WaitingBoard {
  const looks = new Map<Lane, Look>();
  const heldUntil = new Map<string, number>();
  const releasedAt = new Map<string, number>();
  const free = ({ contactId }: QueueItem): boolean => (heldUntil.get(contactId) ?? 0) <= clock.now();
  return {
    look: async (lane, everyMs, look) => {
      const before = looks.get(lane);
      if (before !== undefined && (before.at === null || clock.now() - before.at < Math.max(everyMs, before.restMs)))
        return before.page;
      const current: Look = { page: look(), at: null, restMs: 0 };
      looks.set(lane, current);
      const page = await current.page;
      current.at = clock.now();
      // A desk that asks to be left alone is left alone by all slots.
      if (!page.ok) current.restMs = page.fault.retryAfterMs ?? 0;
      return page;
    },
    pick: (items) => {
      const item = items.find(free) ?? null;
      if (item !== null) heldUntil.set(item.contactId, clock.now() + HELD_MS);
      return item;
    },
    hold: (contactId) => {
      heldUntil.set(contactId, clock.now() + HELD_MS);
    },
    taken: (contactId) => {
      heldUntil.set(contactId, clock.now() + TAKEN_MS);
    },
    release: (contactId) => {
      // A page that was read before would show it as waiting still.
      for (const [lane, { at, restMs }] of looks) if (at !== null && restMs === 0) looks.delete(lane);
      heldUntil.delete(contactId);
      releasedAt.set(contactId, clock.now());
    },
    releasedSince: (contactId, at) => (releasedAt.get(contactId) ?? Number.NEGATIVE_INFINITY) >= at,
  };
}
