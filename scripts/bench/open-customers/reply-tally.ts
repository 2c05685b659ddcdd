/** What the stack acknowledged to agents: the `seq` of the last message of each contact, and how many replies. */
export interface Acknowledged {
  readonly contactId: string;
  readonly lastSeq: number;
  readonly replies: number;
}

/** What one customer saw over all connections. Sequence numbers grow by one, so holes and repeats show. */
export interface Seen {
  readonly contactId: string;
  readonly lastSeq: number;
  readonly replies: number;
  readonly doubled: number;
  /** Messages that never came although a later one did. */
  readonly missed: number;
}

export interface ReplyTally {
  readonly acknowledged: number;
  readonly seen: number;
  readonly lost: number;
  readonly doubled: number;
}

/** Holds what customers saw against what agents were told. A customer who says nothing lost everything. */
export const tallyReplies = (acknowledged: readonly Acknowledged[], seen: readonly Seen[]): ReplyTally => {
  const bySeer = new Map(seen.map((one) => [one.contactId, one]));
  let lost = 0;
  for (const { contactId, lastSeq, replies } of acknowledged) {
    const mine = bySeer.get(contactId);
    lost += mine === undefined ? replies : mine.missed + Math.max(0, lastSeq - mine.lastSeq);
  }
  return {
    acknowledged: acknowledged.reduce((sum, { replies }) => sum + replies, 0),
    seen: seen.reduce((sum, { replies }) => sum + replies, 0),
    lost,
    doubled: seen.reduce((sum, { doubled }) => sum + doubled, 0),
  };
};
