import type { EvidenceItem, JudgeInput } from "../../contract/drill.ts";
import type { ContactRecord } from "../../schema/evidence.ts";
import type { ExportedPromise } from "../../schema/promise-wire.ts";
import { type AgentWork, createAgentWork } from "../agent-work.ts";
import { type ContactOutcomes, createContactOutcomes } from "../contact-outcomes.ts";
import { createVisitFold, type VisitFold } from "./visit-fold.ts";

/** A customer with order trouble, by their own record. */
export type Troubled = Pick<ContactRecord, "clientContactId" | "contactId" | "scheduledAt" | "left">;

/** Everything that overloaded-fulfilment folds from its evidence. */
export interface FulfilmentFolds {
  readonly work: AgentWork;
  /** Contacts of the stream lane: what a partner that is ill must not reach. */
  readonly stream: ContactOutcomes;
  readonly visits: VisitFold;
  /** Matters of this run's own customers, as the desk told them. */
  readonly matters: readonly ExportedPromise[];
  readonly troubled: readonly Troubled[];
  take(item: EvidenceItem): void;
}

export function createFulfilmentFolds(input: JudgeInput): FulfilmentFolds {
  const { plan, replicate } = input;
  const work = createAgentWork(replicate);
  const stream = createContactOutcomes(input, work);
  const visits = createVisitFold(plan.fulfilment, replicate.t0 ?? 0, replicate.timeFactor);
  const matters: ExportedPromise[] = [];
  const troubled: Troubled[] = [];
  const isOwn = (clientContactId: string | null): boolean =>
    clientContactId?.startsWith(`${input.contactPrefix}-`) === true;
  return {
    ...{ work, stream, visits, matters, troubled },
    take: (item) => {
      if (item.kind === "handling") work.take(item.record);
      else if (item.kind === "partner-visit") visits.take(item.record);
      else if (item.kind === "promise") {
        if (isOwn(item.record.clientContactId)) matters.push(item.record);
      } else if (item.kind === "contact") {
        if (item.record.lane === "stream") stream.take(item.record);
        else troubled.push(item.record);
      }
    },
  };
}
