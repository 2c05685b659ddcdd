import { createHash } from "node:crypto";
import { join } from "node:path";
import canonicalize from "canonicalize";
import { EVIDENCE_FILES } from "../../core/contract/drill.ts";
import { createScheduleDigest } from "../../core/judging/schedule-digest.ts";
import type { Plan } from "../../core/schema/plan.ts";
import type { ReplicateOnDisk } from "../evidence/read-run.ts";
import { eachEvidence } from "./evidence-streams.ts";

const sha256 = (content: string | Uint8Array): Buffer => createHash("sha256").update(content).digest();

/** SHA-256, hex, of everything in a plan but how the partner is called and how many may wait there. */
export function dropDigest(plan: Plan): string {
  const { fulfilment } = plan;
  const { policy: _policy, partner, ...rest } = fulfilment;
  const { queue: _queue, ...work } = partner;
  return sha256(canonicalize({ ...plan, fulfilment: { ...rest, partner: work } }) ?? "").toString("hex");
}

/**
 * SHA-256, hex, of who came and when, from what customers lived through, without the ids that each run gives of its own:
 * two runs with the same digest had the same customers.
 */
export async function customersDigest({ record, dir }: ReplicateOnDisk): Promise<string> {
  const digest = createScheduleDigest(record.plannedContacts, sha256);
  const t0 = record.t0 ?? 0;
  await eachEvidence("contact", join(dir, EVIDENCE_FILES.contact), (item) => {
    if (item.kind !== "contact") return;
    const { index, phase, lane, intent, pop, delivery, scheduledAt } = item.record;
    digest.add({ index, phase, lane, intent, pop, delivery, clientContactId: "", arrivalOffsetMs: scheduledAt - t0 });
  });
  return digest.hex();
}
