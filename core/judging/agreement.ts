import type { ContactRecord } from "../schema/evidence.ts";
import { createExamples, type Examples } from "./examples.ts";
import type { Reconciliation } from "./reconciliation.ts";

/** Acknowledged contacts that desk and log do not hold one to one, and those without consent on record. */
export interface Agreement {
  take(record: ContactRecord): void;
  readonly counts: { acknowledged: number; disagreeing: number; withoutConsent: number };
  readonly disagreeing: Examples;
  readonly withoutConsent: Examples;
}

export function createAgreement(
  joined: Reconciliation,
  options: { readonly t0: number; readonly timeFactor: number },
): Agreement {
  const counts = { acknowledged: 0, disagreeing: 0, withoutConsent: 0 };
  const disagreeing = createExamples();
  const withoutConsent = createExamples();
  return {
    counts,
    disagreeing,
    withoutConsent,
    take: (record) => {
      if (record.contactId === null) return;
      counts.acknowledged++;
      const question = record.sent.find((sent) => sent.purpose === "question");
      const example = {
        contact: record.clientContactId,
        message: question?.clientMessageId ?? null,
        atSec: (((question?.at ?? record.startedAt) - options.t0) * options.timeFactor) / 1000,
      };
      if (!joined.contactAgrees(record)) {
        counts.disagreeing++;
        disagreeing.add({ ...example, what: joined.disagreement(record) });
      }
      if (!joined.consentRecorded(record)) {
        counts.withoutConsent++;
        withoutConsent.add({ ...example, what: joined.consentFault(record) });
      }
    },
  };
}
