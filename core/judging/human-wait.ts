import type { ContactRecord } from "../schema/evidence.ts";

type Purpose = "question" | "complaint" | "follow-up";

/** One wait for a person, on the generator's clock. */
export interface HumanWait {
  readonly purpose: Purpose;
  /** From when the wait counts: the scheduled arrival of a question, the sending of a later message. */
  readonly fromAt: number;
  /** When the customer sent what needs a person. */
  readonly sentAt: number;
  /** When the customer knew that it is with the desk: it had been queued by then at the latest. Null when never told. */
  readonly queuedBy: number | null;
}

/**
 * What brought a contact to a person: the question, when the relay handed it over at once, or the complaint or
 * follow-up by which the customer came back. Null when no person was needed.
 */
export function humanWaitOf(record: ContactRecord): HumanWait | null {
  const { handedOffAt, scheduledAt, startedAt } = record;
  if (handedOffAt === null) {
    return untold(record);
  }
  const behind = record.sent.findLast(
    (sent) => sent.purpose !== "resend" && sent.acknowledgedAt !== null && sent.acknowledgedAt <= handedOffAt,
  );
  if (behind === undefined || behind.purpose === "question" || behind.purpose === "resend")
    return { purpose: "question", fromAt: scheduledAt, sentAt: behind?.at ?? startedAt, queuedBy: handedOffAt };
  return { purpose: behind.purpose, fromAt: behind.at, sentAt: behind.at, queuedBy: handedOffAt };
}

/** The reply that ends this wait: what a person said before the customer came back is no answer to what they came back with. */
export function personsReply({ seen }: ContactRecord, wait: HumanWait): ContactRecord["seen"][number] | undefined {
  const cameBack = wait.purpose !== "question";
  return seen.find(({ author, at }) => author === "agent" && (!cameBack || at >= wait.sentAt));
}

/** A person answered and nobody had said so: it was what the customer had written last by then that needed one. */
function untold({ seen, sent, scheduledAt, startedAt }: ContactRecord): HumanWait | null {
  const first = seen.find(({ author }) => author === "agent");
  if (first === undefined) return null;
  const behind = sent.findLast(({ purpose, at }) => purpose !== "resend" && at <= first.at);
  if (behind === undefined || behind.purpose === "question" || behind.purpose === "resend")
    return { purpose: "question", fromAt: scheduledAt, sentAt: startedAt, queuedBy: null };
  return { purpose: behind.purpose, fromAt: behind.at, sentAt: behind.at, queuedBy: null };
}
