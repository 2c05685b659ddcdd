import type { EvidenceItem, EvidenceKind, JudgeOutcome } from "../../core/contract/drill.ts";
import { clientContactIdAt } from "../../core/contract/ids.ts";
import {
  aContact,
  aHandedOff,
  aHandling,
  aReplicate,
  aSeen,
  PREFIX,
  T0,
  toyChain,
} from "../../core/judging/evidence-builder.ts";
import { type MissLedger, missLedger } from "../../core/judging/miss-ledger.ts";
import type { ContactRecord } from "../../core/schema/evidence.ts";
import type { PartnerVisit } from "../../core/schema/partner-wire.ts";
import type { Plan } from "../../core/schema/plan.ts";
import type { ExportedPromise } from "../../core/schema/promise-wire.ts";
import { overloadedFulfilment } from "./drill.ts";
import { judgeOverloadedFulfilment } from "./judge.ts";

/** Wall milliseconds from T0 at ten simulated seconds a wall second, as under smoke. */
export const PHASES = [
  { name: "control", fromMs: 0, toMs: 10_000 },
  { name: "fault", fromMs: 10_000, toMs: 20_000 },
  { name: "recover", fromMs: 20_000, toMs: 47_000 },
  { name: "drain", fromMs: 47_000, toMs: 67_000 },
];
/** Contacts with order trouble, one each 200 ms; behind them those of the stream. */
export const TROUBLED = 235;
const STREAM = 30;
const EVERY_MS = 200;
/** What a case takes while the partner is well, and in the fault; wall milliseconds. */
const QUICK_MS = 1400;
const SLOW_MS = 6000;
export const DUE_MS = 17_000;
const LATE_MS = 2500;

const idOf = (index: number): string => `p${index}`;
export const cameAt = (index: number): number => T0 + index * EVERY_MS;
const isOfFault = (index: number): boolean => cameAt(index) >= T0 + 10_000 && cameAt(index) < T0 + 20_000;

/** A matter that was resolved in its call, or in the fault by its promise. */
export const aMatter = (index: number, part: Partial<ExportedPromise> = {}): ExportedPromise => {
  const at = cameAt(index);
  const late = isOfFault(index);
  return {
    ...{ promiseId: idOf(index), contactId: `desk-${index}`, clientContactId: clientContactIdAt(PREFIX, index) },
    ...{ state: "resolved", waitsFor: "nobody", owner: late ? "ann" : null, trouble: "order-held", receivedAt: at },
    ...{ promisedAt: late ? at + LATE_MS : null, dueAt: late ? at + LATE_MS + DUE_MS : null },
    ...{ endedAt: at + (late ? SLOW_MS : QUICK_MS), outcome: "released", resolutions: 1, owners: late ? 1 : 0 },
    ...part,
  };
};

/** The one request for a case, let in at once. */
export const aVisit = (index: number, part: Partial<PartnerVisit> = {}): PartnerVisit => ({
  ...{ place: 1, kind: "open", caseId: `k${idOf(index)}`, matterId: idOf(index), at: cameAt(index) },
  // Those of the fault are spread over it: no more are inside at once than there are places.
  ...{ endedAt: cameAt(index) + (isOfFault(index) ? 2000 : QUICK_MS), end: "settled", served: true },
  ...part,
});

/** What a test changes of a partner that fell to two servers, and a desk that lived with it. */
export interface World {
  matter?: (index: number) => ExportedPromise | null;
  /** Told behind them. */
  more?: readonly ExportedPromise[];
  visits?: PartnerVisit[];
  /** Whether the customer of this matter left before it was settled. */
  left?: (index: number) => boolean;
  stream?: ContactRecord[];
  missing?: EvidenceKind[];
  phases?: typeof PHASES;
}

export interface JudgeWorld extends Pick<MissLedger, "unproved"> {
  outcomeOf(world?: World): JudgeOutcome;
}

export function judgeWorld(plan: Plan): JudgeWorld {
  const misses = missLedger(overloadedFulfilment.objectives(plan.budgets));
  return { unproved: misses.unproved, outcomeOf: (world = {}) => misses.note(judged(plan, world)) };
}

/** The visits of a run in which nothing is asked twice, and one promise is looked after. */
export const visitsOnce = (): PartnerVisit[] => [
  ...Array.from({ length: TROUBLED }, (_, index) => aVisit(index)),
  aVisit(50, { kind: "read", at: T0 + 13_000, endedAt: T0 + 13_000, end: "read", served: false }),
];

/** In the order in which they came, with the places that the partner gives. */
export const placed = (visits: readonly PartnerVisit[]): PartnerVisit[] =>
  [...visits].sort((a, b) => a.at - b.at).map((visit, index) => ({ ...visit, place: index + 1 }));

function judged(plan: Plan, world: World): JudgeOutcome {
  const judge = judgeOverloadedFulfilment({
    ...{ specs: overloadedFulfilment.objectives(plan.budgets), plan, contactPrefix: PREFIX, chain: toyChain },
    replicate: aReplicate({ drill: "overloaded-fulfilment", phases: world.phases ?? PHASES }),
    missing: new Set(world.missing ?? []),
  });
  const take = (item: EvidenceItem): void => {
    if (world.missing?.includes(item.kind) !== true) judge.take(item);
  };
  const stream = world.stream ?? Array.from({ length: STREAM }, (_, index) => aHandedOff(TROUBLED + index, 2000));
  for (const { index, seen } of stream) {
    const reply = seen.find(({ author }) => author === "agent");
    take({ kind: "handling", record: aHandling(index, reply === undefined ? 1990 : reply.at - T0 - 30) });
  }
  for (let index = 0; index < TROUBLED; index++) {
    const record = world.matter === undefined ? aMatter(index) : world.matter(index);
    if (record !== null) take({ kind: "promise", record });
  }
  for (const record of world.more ?? []) take({ kind: "promise", record });
  for (const record of world.visits ?? placed(visitsOnce())) take({ kind: "partner-visit", record });
  for (let index = 0; index < TROUBLED; index++) {
    const at = cameAt(index);
    // The promise, by the system and at once: nobody's reply.
    const seen = [aSeen({ id: `word-${index}`, author: "system", at: at + 100, right: null })];
    const times = { scheduledAt: at, startedAt: at + 2, observedUntil: at + 20_000 };
    const left = world.left?.(index) === true ? { at: at + 3000, silent: false } : null;
    take({
      kind: "contact",
      record: aContact(index, { lane: "standard", intent: "order-held", seen, left, ...times }),
    });
  }
  for (const record of stream) take({ kind: "contact", record });
  return judge.finish();
}
