import type { OwnWordsState } from "../../../core/contract/target.ts";

/**
 * What a customer said and was told is taken, until it shows among the replies: a desk that answers 200 and shows
 * nothing took nothing.
 */
export interface OwnWords {
  accepted(clientMessageId: string, text: string, nowMs: number): void;
  shown(clientMessageId: string | undefined, text: string): void;
  /** How many are overdue by now; each is told once. */
  overdue(nowMs: number): number;
  /** How many showed, and for how many it is not known yet. */
  state(): OwnWordsState;
}

/** How long accepted words may take to show, wall milliseconds, beside three polls. */
const GRACE_MS = 10_000;

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'" };

/** As desks change words on the way: blanks, and marks that HTML would take for its own. */
const plain = (text: string): string =>
  text
    .replace(/&(amp|lt|gt|quot|#39|#x27);/gi, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole)
    .replace(/\s+/g, " ")
    .trim();

export function createOwnWords(everyMs: number): OwnWords {
  /** What showed before the answer came that it was accepted. */
  const early: { readonly id: string | undefined; readonly text: string }[] = [];
  let shown = 0;
  const waiting = new Map<string, { readonly text: string; readonly since: number }>();
  /** What is sent again under its id shows once. */
  const ever = new Set<string>();
  return {
    accepted: (clientMessageId, text, nowMs) => {
      if (ever.has(clientMessageId)) return;
      ever.add(clientMessageId);
      const before = early.findIndex(({ id, text: words }) => id === clientMessageId || words === plain(text));
      if (before < 0) waiting.set(clientMessageId, { text: plain(text), since: nowMs });
      else {
        early.splice(before, 1);
        shown++;
      }
    },
    shown: (clientMessageId, text) => {
      const id =
        clientMessageId !== undefined && waiting.has(clientMessageId)
          ? clientMessageId
          : [...waiting].find(([, one]) => one.text === plain(text))?.[0];
      if (id === undefined) early.push({ id: clientMessageId, text: plain(text) });
      else if (waiting.delete(id)) shown++;
    },
    overdue: (nowMs) => {
      const late = [...waiting].filter(([, { since }]) => nowMs - since > GRACE_MS + 3 * everyMs);
      for (const [id] of late) waiting.delete(id);
      return late.length;
    },
    state: () => ({ shown, waiting: waiting.size }),
  };
}
