import type { HttpFindingCode } from "../contract/http-findings.ts";
import type { ContactRecord } from "../schema/evidence.ts";
import { createExamples, type Examples } from "./examples.ts";
import type { OpeningStamps } from "./reconciliation.ts";

/** How far a stamp of the target's may lie outside the moments between which it must have been made. Wall milliseconds. */
export const MOST_CLOCK_ERROR_MS = 250;

/**
 * Whether the target's stamps fall between the moments between which they must have been made, by the generator's clock:
 * that of an opening between the customer's send and its acknowledgement, that of a message of a mapped desk between the
 * question and the moment at which it was seen.
 */
export interface TargetClock {
  /** `account`: when a mapped desk says that the contact was opened. */
  take(record: ContactRecord, stamps: OpeningStamps, account?: number | null): void;
  /** `untold`: a mapped desk answered these contacts without one stamp that could be read; its clock is not known there. */
  readonly counts: { n: number; misses: number; untold: number };
  readonly wrong: Examples;
}

/** @param options `stampsMs`: how fine its stamps are; a stamp of whole seconds may name a moment a second before */
export function createTargetClock(options: {
  readonly t0: number;
  readonly timeFactor: number;
  readonly stampsMs?: number | null;
}): TargetClock {
  const coarseMs = options.stampsMs ?? 0;
  const counts = { n: 0, misses: 0, untold: 0 };
  const wrong = createExamples();
  return {
    counts,
    wrong,
    take: (record, stamps, account = null) => {
      const question = record.sent.find((sent) => sent.purpose === "question");
      if (question === undefined || question.acknowledgedAt === null) return;
      const { at, acknowledgedAt } = question;
      const told = { desk: account ?? stamps.desk, log: stamps.log };
      const ofOpening = (["desk", "log"] as const).flatMap((who) => {
        const stamp = told[who];
        return stamp === null
          ? []
          : [{ who: `the ${who}'s stamp`, offMs: outsideMs(stamp, at - coarseMs, acknowledgedAt) }];
      });
      const ofMessages = record.seen.flatMap(({ author, stampedAt, at: seenAt }) => {
        if (typeof stampedAt !== "number") return [];
        const offMs = outsideMs(stampedAt, at - coarseMs, seenAt + coarseMs);
        // A notice that stands in every contact may be older than this one, and then tells nothing of the clock.
        return author === "system" && offMs < 0 ? [] : [{ who: "a message's stamp", offMs }];
      });
      const off = [...ofOpening, ...ofMessages];
      // A mapped desk stamps each message: one that lies in the future was told as it came.
      const ahead = options.stampsMs === undefined ? undefined : record.errors.find(isAhead);
      if (ahead !== undefined) {
        counts.n++;
        counts.misses++;
        wrong.add({
          contact: record.clientContactId,
          message: null,
          atSec: ((ahead.at - options.t0) * options.timeFactor) / 1000,
          what: "a message's stamp lay in the future",
        });
        return;
      }
      if (off.length === 0) {
        if (options.stampsMs !== undefined && record.seen.some(({ author }) => author !== "system")) counts.untold++;
        return;
      }
      counts.n++;
      const wrongest = off.find(({ offMs }) => Math.abs(offMs) > MOST_CLOCK_ERROR_MS);
      if (wrongest === undefined) return;
      counts.misses++;
      const sec = (Math.abs(wrongest.offMs) / 1000).toFixed(1);
      wrong.add({
        contact: record.clientContactId,
        message: question.clientMessageId,
        atSec: ((at - options.t0) * options.timeFactor) / 1000,
        what: `${wrongest.who} is at least ${sec} s ${wrongest.offMs < 0 ? "behind" : "ahead"}`,
      });
    },
  };
}

const isAhead = ({ code }: ContactRecord["errors"][number]): boolean =>
  code === ("stamp-in-future" satisfies HttpFindingCode);

/** How far `stamp` lies before (negative) or behind the stretch in which it must have been made. */
const outsideMs = (stamp: number, from: number, to: number): number =>
  stamp < from ? stamp - from : stamp > to ? stamp - to : 0;
