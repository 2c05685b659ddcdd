import type { EvidenceItem, EvidenceKind } from "../../core/contract/drill.ts";
import {
  accessRecordSchema,
  accountRecordSchema,
  browserRecordSchema,
  contactRecordSchema,
  handlingRecordSchema,
  healthRecordSchema,
  heartbeatRecordSchema,
  journalEntrySchema,
  probeRecordSchema,
} from "../../core/schema/evidence.ts";
import { partnerVisitSchema } from "../../core/schema/partner-wire.ts";
import { exportedPromiseSchema } from "../../core/schema/promise-wire.ts";
import { consentRecordSchema, deskContactSchema, logEntrySchema } from "../../core/schema/wire.ts";
import { readRecords } from "../evidence/read-records.ts";

/** Streams one evidence file, each line checked against its schema and given its kind. */
export async function* readEvidence(kind: EvidenceKind, path: string): AsyncGenerator<EvidenceItem> {
  switch (kind) {
    case "browser":
      for await (const record of readRecords(path, browserRecordSchema)) yield { kind, record };
      return;
    case "access":
      for await (const record of readRecords(path, accessRecordSchema)) yield { kind, record };
      return;
    case "contact":
      for await (const record of readRecords(path, contactRecordSchema)) yield { kind, record };
      return;
    case "handling":
      for await (const record of readRecords(path, handlingRecordSchema)) yield { kind, record };
      return;
    case "probe":
      for await (const record of readRecords(path, probeRecordSchema)) yield { kind, record };
      return;
    case "heartbeat":
      for await (const record of readRecords(path, heartbeatRecordSchema)) yield { kind, record };
      return;
    case "health":
      for await (const record of readRecords(path, healthRecordSchema)) yield { kind, record };
      return;
    case "journal":
      for await (const record of readRecords(path, journalEntrySchema)) yield { kind, record };
      return;
    case "desk-contact":
      for await (const record of readRecords(path, deskContactSchema)) yield { kind, record };
      return;
    case "account":
      for await (const record of readRecords(path, accountRecordSchema)) yield { kind, record };
      return;
    case "consent":
      for await (const record of readRecords(path, consentRecordSchema)) yield { kind, record };
      return;
    case "log":
      for await (const record of readRecords(path, logEntrySchema)) yield { kind, record };
      return;
    case "promise":
      for await (const record of readRecords(path, exportedPromiseSchema)) yield { kind, record };
      return;
    case "partner-visit":
      for await (const record of readRecords(path, partnerVisitSchema)) yield { kind, record };
  }
}
