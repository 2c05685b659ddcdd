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
import { eachProvedRecord } from "../evidence/proved-records.ts";
import { eachRecord } from "../evidence/read-records.ts";
import type { ProvedChain } from "../evidence/proved-chain.ts";

type LogProofs = Pick<ProvedChain, "thread" | "note" | "requireSame">;

/**
 * Hands each record of one evidence file on, with its kind, once its line was checked against its schema.
 * @param chain is told of each log entry whether its hash was made anew already; without it none is
 * @throws FieldproofError FP-EVID-005; what `take` throws
 */
export function eachEvidence(
  kind: EvidenceKind,
  path: string,
  take: (item: EvidenceItem) => void,
  chain?: LogProofs,
): Promise<void> {
  switch (kind) {
    case "browser":
      return eachRecord(path, browserRecordSchema, (record) => take({ kind, record }));
    case "access":
      return eachRecord(path, accessRecordSchema, (record) => take({ kind, record }));
    case "contact":
      return eachRecord(path, contactRecordSchema, (record) => take({ kind, record }));
    case "handling":
      return eachRecord(path, handlingRecordSchema, (record) => take({ kind, record }));
    case "probe":
      return eachRecord(path, probeRecordSchema, (record) => take({ kind, record }));
    case "heartbeat":
      return eachRecord(path, heartbeatRecordSchema, (record) => take({ kind, record }));
    case "health":
      return eachRecord(path, healthRecordSchema, (record) => take({ kind, record }));
    case "journal":
      return eachRecord(path, journalEntrySchema, (record) => take({ kind, record }));
    case "desk-contact":
      return eachRecord(path, deskContactSchema, (record) => take({ kind, record }));
    case "account":
      return eachRecord(path, accountRecordSchema, (record) => take({ kind, record }));
    case "consent":
      return eachRecord(path, consentRecordSchema, (record) => take({ kind, record }));
    case "log":
      return eachLogEntry(path, take, chain);
    case "promise":
      return eachRecord(path, exportedPromiseSchema, (record) => take({ kind, record }));
    case "partner-visit":
      return eachRecord(path, partnerVisitSchema, (record) => take({ kind, record }));
  }
}

async function eachLogEntry(
  path: string,
  take: (item: EvidenceItem) => void,
  chain: LogProofs | undefined,
): Promise<void> {
  const thread = chain?.thread ?? null;
  if (thread === null) return eachRecord(path, logEntrySchema, (record) => take({ kind: "log", record }));
  await eachProvedRecord(path, logEntrySchema, thread, (record, proved) => {
    chain?.note(record, proved);
    take({ kind: "log", record });
  });
  await chain?.requireSame();
}
