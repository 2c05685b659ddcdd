import type { ContactScript } from "../../core/contract/script.ts";
import { INTENTS, type Intent } from "../../core/contract/ids.ts";
import type { Fault, OpenedContact, OwnWordsState, ShownMessage } from "../../core/contract/target.ts";
import type { ContactRecord } from "../../core/schema/evidence.ts";

type SentPurpose = ContactRecord["sent"][number]["purpose"];
type Author = ContactRecord["seen"][number]["author"];

/** Faults beyond this many are not kept: one dead target must not fill the disk. */
const MOST_FAULTS = 20;
/** Of a further kind the first is kept all the same, up to this many in all. */
const MOST_KINDS = 40;

/** Keeps one contact's record while it is lived. Times are epoch milliseconds. */
export interface ContactDiary {
  sending(clientMessageId: string, purpose: SentPurpose, at: number): void;
  acknowledged(clientMessageId: string, at: number): void;
  opened(opened: Pick<OpenedContact, "contactId" | "consentId" | "decision">): void;
  handedOff(at: number): void;
  saw(message: ShownMessage, author: Author, at: number, textHmac: string, right: boolean | null): void;
  duplicate(): void;
  gap(missed: number): void;
  /** A message that belongs to another customer's contact. */
  stranger(): void;
  reconnected(): void;
  ownWords(words: OwnWordsState): void;
  left(at: number, silent: boolean): void;
  fault(fault: Fault, at: number): void;
  /** True once any reply of an assistant or an agent was seen. */
  answered(): boolean;
  answeredByAssistant(): boolean;
  /** True once an agent's reply was seen at or after this moment. */
  answeredByAgentSince(at: number): boolean;
  complaints(): number;
  close(at: number): ContactRecord;
}

export function createContactDiary(script: ContactScript, scheduledAt: number, startedAt: number): ContactDiary {
  const sent: { clientMessageId: string; purpose: SentPurpose; at: number; acknowledgedAt: number | null }[] = [];
  const seen: ContactRecord["seen"][number][] = [];
  const errors: ContactRecord["errors"][number][] = [];
  let contactId: string | null = null;
  let consentId: string | null = null;
  let answeredIntent: Intent | null = null;
  let handedOffAt: number | null = null;
  let left: ContactRecord["left"] = null;
  let duplicatesSeen = 0;
  let gapsSeen = 0;
  let strangersSeen = 0;
  let reconnects = 0;
  let ownWords: OwnWordsState | null = null;
  let rateLimited = 0;

  return {
    sending: (clientMessageId, purpose, at) => {
      sent.push({ clientMessageId, purpose, at, acknowledgedAt: null });
    },
    acknowledged: (clientMessageId, at) => {
      const waiting = sent.find((one) => one.clientMessageId === clientMessageId && one.acknowledgedAt === null);
      if (waiting) waiting.acknowledgedAt = at;
    },
    opened: (opened) => {
      contactId = opened.contactId;
      consentId = opened.consentId;
      // A target may name any intent; one that is not known was not understood.
      if (opened.decision.route === "island")
        answeredIntent = INTENTS.find((intent) => intent === opened.decision.intent) ?? null;
    },
    handedOff: (at) => {
      handedOffAt ??= at;
    },
    saw: (message, author, at, textHmac, right) => {
      seen.push({
        id: message.id,
        seq: message.seq,
        author,
        at,
        textHmac,
        right,
        islandVersion: message.island?.version ?? null,
        keyId: message.island?.keyId ?? null,
        ...(message.stampedAt === undefined ? {} : { stampedAt: message.stampedAt }),
      });
    },
    duplicate: () => {
      duplicatesSeen++;
    },
    gap: (missed) => {
      gapsSeen += missed;
    },
    stranger: () => {
      strangersSeen++;
    },
    reconnected: () => {
      reconnects++;
    },
    ownWords: (words) => {
      ownWords = words;
    },
    left: (at, silent) => {
      left = { at, silent };
    },
    fault: (fault, at) => {
      if (fault.status === 429) rateLimited++;
      const { where, status, code } = fault;
      const room = errors.length < MOST_FAULTS;
      const isNew = (): boolean => errors.length < MOST_KINDS && !errors.some((one) => one.code === code);
      if (room || isNew()) errors.push({ at, where, status, code });
    },
    answered: () => seen.some((one) => one.author !== "system"),
    answeredByAssistant: () => seen.some((one) => one.author === "assistant"),
    answeredByAgentSince: (at) => seen.some((one) => one.author === "agent" && one.at >= at),
    complaints: () => sent.filter((one) => one.purpose === "complaint").length,
    close: (at) => ({
      kind: "contact",
      index: script.index,
      clientContactId: script.clientContactId,
      contactId,
      consentId,
      lane: script.lane,
      phase: script.phase,
      intent: script.intent,
      pop: script.pop,
      delivery: script.delivery,
      scheduledAt,
      startedAt,
      answeredIntent,
      handedOffAt,
      sent,
      seen,
      duplicatesSeen,
      gapsSeen,
      strangersSeen,
      ...(ownWords === null ? {} : { ownWords }),
      left,
      complaints: sent.filter((one) => one.purpose === "complaint").length,
      observedUntil: at,
      reconnects,
      rateLimited,
      errors,
    }),
  };
}
