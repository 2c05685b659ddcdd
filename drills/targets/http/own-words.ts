/**
 * What a customer said and was told is taken, until it shows among the replies: a desk that answers 200 and shows
 * nothing took nothing.
 */
export interface OwnWords {
  accepted(clientMessageId: string, text: string, nowMs: number): void;
  shown(clientMessageId: string | undefined, text: string): void;
  /** How many are overdue by now; each is told once. */
  overdue(nowMs: number): number;
}

/** How long accepted words may take to show, wall milliseconds, beside three polls. */
const GRACE_MS = 10_000;

export function createOwnWords(everyMs: number): OwnWords {
  const waiting = new Map<string, { readonly text: string; readonly since: number }>();
  return {
    accepted: (clientMessageId, text, nowMs) => {
      if (!waiting.has(clientMessageId)) waiting.set(clientMessageId, { text: text.trim(), since: nowMs });
    },
    shown: (clientMessageId, text) => {
      const id =
        clientMessageId !== undefined && waiting.has(clientMessageId)
          ? clientMessageId
          : [...waiting].find(([, one]) => one.text === text.trim())?.[0];
      if (id !== undefined) waiting.delete(id);
    },
    overdue: (nowMs) => {
      const late = [...waiting].filter(([, { since }]) => nowMs - since > GRACE_MS + 3 * everyMs);
      for (const [id] of late) waiting.delete(id);
      return late.length;
    },
  };
}
