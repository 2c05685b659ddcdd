import type { HttpDesk } from "../../drills/targets/http/desk-account.ts";

/** A made-up contact at a target. */
export interface LeftContact {
  readonly contactId: string;
  readonly clientContactId: string;
}

/** One line of cleanup.ndjson. */
export interface RemovalRecord extends LeftContact {
  readonly at: number;
  readonly removed: boolean;
  /** What the target said when it was not. */
  readonly code: string | null;
}

export interface Cleanup {
  readonly removed: number;
  /** Of an earlier cleanup; nothing was sent for them. */
  readonly before: number;
  /** Those that are still there, or of which the target said something else. */
  readonly left: readonly LeftContact[];
  /** How it is known: the target's own account names none of them any more, or its answers alone say so. */
  readonly proof: "account" | "answers";
}

const names = (contacts: readonly LeftContact[], id: string): boolean =>
  contacts.some(({ contactId }) => contactId === id);

/**
 * Removes what one replicate left at its target: contacts that it recorded and, where the target gives its own account,
 * those of which it never heard. Each answer is written down before the next request; what was removed before is not asked
 * for again. Then the account is asked once more, and that decides of those that it named.
 */
export async function cleanupContacts(
  desk: HttpDesk,
  options: {
    readonly recorded: readonly LeftContact[];
    readonly gone: ReadonlySet<string>;
    readonly hasAccount: boolean;
    readonly now: () => number;
    readonly onRemoval: (record: RemovalRecord) => Promise<void>;
  },
): Promise<Cleanup> {
  const { recorded, gone, hasAccount, now, onRemoval } = options;
  const listed = async (): Promise<readonly LeftContact[] | null> => {
    const account = hasAccount ? await desk.account() : null;
    return account?.ok === true ? account.value.contacts : null;
  };
  const found = await listed();
  const known = new Map([...recorded, ...(found ?? [])].map((one) => [one.contactId, one]));
  // What the target still lists was not removed, whatever was written down.
  const there = new Set((found ?? []).map(({ contactId }) => contactId));
  const todo = [...known.values()].filter(({ contactId }) => !gone.has(contactId) || there.has(contactId));
  const failed: LeftContact[] = [];
  for (const { contactId, clientContactId } of todo) {
    const done = await desk.remove(contactId, clientContactId);
    const code = done.ok ? null : `${done.fault.status} ${done.fault.code}`;
    await onRemoval({ at: now(), contactId, clientContactId, removed: done.ok, code });
    if (!done.ok) failed.push({ contactId, clientContactId });
  }
  const still = await listed();
  // Of one that was refused and that the account never named, its silence proves nothing.
  const left =
    still === null
      ? failed
      : [...still, ...failed.filter(({ contactId }) => !there.has(contactId) && !names(still, contactId))];
  return {
    removed: todo.filter(({ contactId }) => !names(left, contactId)).length,
    before: known.size - todo.length,
    ...{ left, proof: still === null ? "answers" : "account" },
  };
}
