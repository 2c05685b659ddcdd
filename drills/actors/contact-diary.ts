import type { ContactScript } from "../../core/contract/script.ts";
import type { Fault } from "../../core/contract/target.ts";
import type { ContactRecord } from "../../core/schema/evidence.ts";
import type { Message } from "../../core/schema/wire.ts";

type SentPurpose = ContactRecord["sent"][number]["purpose"];
type Author = ContactRecord["seen"][number]["author"];

/** Faults beyond this many are counted in the last one's code only: one dead target must not fill the disk. */
const MOST_FAULTS = 20;

/** Keeps one contact's record while it is lived. Times are epoch milliseconds. */
export interface ContactDiary {
  sending(clientMessageId: string, purpose: SentPurpose, at: number): void;
  acknowledged(clientMessageId: string, at: number): void;
  opened(contactId: string, consentId: string): void;
  handedOff(at: number): void;
  saw(message: Message, author: Author, at: number, textHmac: string, right: boolean | null): void;
  duplicate(): void;
  gap(missed: number): void;
  reconnected(): void;
  left(at: number, silent: boolean): void;
  fault(fault: Fault, at: number): void;
  /** True once any reply of an assistant or an agent was seen. */
  answered(): boolean;
  complaints(): number;
  close(at: number): ContactRecord;
}

export function createContactDiary(script: ContactScript, scheduledAt: number, startedAt: number): ContactDiary {
  const sent: { clientMessageId: string; purpose: SentPurpose; at: number; acknowledgedAt: number | null }[] = [];
  const seen: ContactRecord["seen"][number][] = [];
  const errors: ContactRecord["errors"][number][] = [];
  let contactId: string | null = null;
  let consentId: string | null = null;
  let handedOffAt: number | null = null;
  let left: ContactRecord["left"] = null;
  let duplicatesSeen = 0;
  let gapsSeen = 0;
  let reconnects = 0;
  let rateLimited = 0;

  return {
    sending: (clientMessageId, purpose, at) => {
      sent.push({ clientMessageId, purpose, at, acknowledgedAt: null });
    },
    acknowledged: (clientMessageId, at) => {
      const waiting = sent.find((one) => one.clientMessageId === clientMessageId && one.acknowledgedAt === null);
      if (waiting) waiting.acknowledgedAt = at;
    },
    opened: (contact, consent) => {
      contactId = contact;
      consentId = consent;
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
      });
    },
    duplicate: () => {
      duplicatesSeen++;
    },
    gap: (missed) => {
      gapsSeen += missed;
    },
    reconnected: () => {
      reconnects++;
    },
    left: (at, silent) => {
      left = { at, silent };
    },
    fault: (fault, at) => {
      if (fault.status === 429) rateLimited++;
      if (errors.length < MOST_FAULTS) errors.push({ at, ...fault });
    },
    answered: () => seen.some((one) => one.author !== "system"),
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
      handedOffAt,
      sent,
      seen,
      duplicatesSeen,
      gapsSeen,
      left,
      complaints: sent.filter((one) => one.purpose === "complaint").length,
      observedUntil: at,
      reconnects,
      rateLimited,
      errors,
    }),
  };
}
