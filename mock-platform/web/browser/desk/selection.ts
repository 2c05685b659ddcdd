import type { AgentBoard } from "../../../../core/schema/agent-board.ts";
import type { AgentContact } from "../../../../core/schema/agent-wire.ts";
import type { QueueItem } from "../../../../core/schema/wire.ts";

/** A contact as the desk's page shows it: one's own, whole, or one that waits, as far as it may be looked at. */
export type Shown =
  | { readonly mine: true; readonly contactId: string; readonly contact: AgentContact }
  | { readonly mine: false; readonly contactId: string; readonly contact: QueueItem };

/** All that can be chosen, in the order of the list: one's own first. */
export const shownOn = (board: AgentBoard): readonly Shown[] => [
  ...board.held.map((contact) => ({ mine: true as const, contactId: contact.contactId, contact })),
  ...board.waiting.map((contact) => ({ mine: false as const, contactId: contact.contactId, contact })),
];

/** The contact `step` places on from the chosen one, without going round; the first when none is chosen. */
export const stepFrom = (all: readonly Shown[], chosen: string | null, step: number): string | null => {
  const at = all.findIndex(({ contactId }) => contactId === chosen);
  const next = at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step));
  return all[next]?.contactId ?? null;
};

/** What to choose when the chosen contact is gone: who came next in its place, of one's own if any are left. */
export const afterGone = (before: readonly Shown[], now: readonly Shown[], chosen: string): string | null => {
  const at = before.findIndex(({ contactId }) => contactId === chosen);
  const left = new Set(now.map(({ contactId }) => contactId));
  const wasMine = before[at]?.mine ?? false;
  const same = before.filter(({ mine, contactId }) => mine === wasMine && left.has(contactId));
  const following = same.find(({ contactId }) => before.findIndex((one) => one.contactId === contactId) > at);
  return (following ?? same.at(-1) ?? now[0])?.contactId ?? null;
};
