import type { ContactRecord } from "../schema/evidence.ts";
import type { DeskFigures } from "./desk-figures.ts";
import { createExamples, type Examples } from "./examples.ts";
import type { Reconciliation } from "./reconciliation.ts";

/** Acknowledged contacts that desk and log do not hold one to one or as they were lived, and those without consent on record. */
export interface Agreement {
  take(record: ContactRecord): void;
  readonly counts: { acknowledged: number; disagreeing: number; withoutConsent: number };
  readonly disagreeing: Examples;
  readonly withoutConsent: Examples;
}

export function createAgreement(
  joined: Reconciliation,
  figures: Pick<DeskFigures, "fault">,
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
      const fault = joined.contactAgrees(record) ? figures.fault(record) : joined.disagreement(record);
      if (fault !== null) {
        counts.disagreeing++;
        disagreeing.add({ ...example, what: fault });
      }
      if (!joined.consentRecorded(record)) {
        counts.withoutConsent++;
        withoutConsent.add({ ...example, what: joined.consentFault(record) });
      }
    },
  };
}
