import type { EvidenceItem, EvidenceKind, JudgeOutcome } from "../../core/contract/drill.ts";
import {
  aConsent,
  aContact,
  aDeskContact,
  aHandedOff,
  aHandling,
  aLog,
  aReplicate,
  aRoundOfAttempts,
  aSeen,
  aSteadyRead,
  aWalk,
  PREFIX,
  purposesFor,
  T0,
  toyChain,
} from "../../core/judging/evidence-builder.ts";
import { type MissLedger, missLedger } from "../../core/judging/miss-ledger.ts";
import type { AccessRecord, BrowserRecord, ContactRecord, HandlingRecord } from "../../core/schema/evidence.ts";
import type { DeskContact } from "../../core/schema/wire.ts";
import type { Plan } from "../../core/schema/plan.ts";
import { nanoDrop } from "./drill.ts";
import { judgeNanoDrop } from "./judge.ts";

/** What a test of the judge changes of a small drop that meets every objective. */
export interface World {
  contacts?: ContactRecord[];
  handlings?: HandlingRecord[];
  /** Of those who came back (57, 58, 59), the ones that no agent was ever offered again. */
  notOffered?: number[];
  missing?: EvidenceKind[];
  withoutConsent?: number[];
  /** What the desk says otherwise of the contacts at these places. */
  desk?: Readonly<Record<number, Partial<DeskContact>>>;
  withoutLog?: number[];
  /** `unread`: nobody read its island from T0 on. */
  pops?: { pop: string; proved: boolean; unread?: boolean }[];
  items?: EvidenceItem[];
  walks?: BrowserRecord[];
  /** Tries at the doors. */
  tries?: AccessRecord[];
  /** The run was stopped before its end. */
  aborted?: boolean;
}

/** Answered by the island; came back with another matter and had a person's answer after a second of wall time. */
export const cameBack = (index: number, answered = true): ContactRecord => {
  const base = aContact(index);
  const at = T0 + 6000;
  return {
    ...base,
    handedOffAt: at + 20,
    observedUntil: at + 7000,
    sent: [
      ...base.sent,
      { clientMessageId: `${base.clientContactId}-f`, purpose: "follow-up", at, acknowledgedAt: at + 20 },
    ],
    seen: [...base.seen, ...(answered ? [aSeen({ id: `reply-${index}`, author: "agent", at: at + 1000 })] : [])],
  };
};
const theyCameBack = (): ContactRecord[] => [cameBack(57), cameBack(58), cameBack(59)];
export const islandAnswered = (): ContactRecord[] => [
  ...Array.from({ length: 57 }, (_, index) => aContact(index)),
  ...theyCameBack(),
];

/** What an honest desk says of a contact that was lived so. */
function deskFiguresOf(lived: ContactRecord, handlings: readonly HandlingRecord[]): Partial<DeskContact> {
  const turns = handlings.filter(({ contactId, claimedAt }) => contactId === lived.contactId && claimedAt !== null);
  const replies = lived.seen.filter(({ author }) => author !== "system");
  const byPeople = turns.flatMap(({ replySentAt }) => (replySentAt === null ? [] : [replySentAt]));
  const byHuman = replies.find(({ author }) => author === "agent")?.at ?? byPeople[0] ?? null;
  const unseen = turns.filter(({ replyId }) => replyId !== null && !lived.seen.some(({ id }) => id === replyId));
  return {
    state: lived.handedOffAt !== null && turns.length === 0 ? "waiting" : "resolved",
    firstReplyAt: replies[0]?.at ?? byHuman,
    firstHumanReplyAt: byHuman,
    reopens: lived.sent.filter(({ purpose }) => purpose === "follow-up").length,
    messages:
      new Set(lived.sent.map(({ clientMessageId }) => clientMessageId)).size + lived.seen.length + unseen.length,
  };
}

export interface JudgeWorld extends Pick<MissLedger, "unproved"> {
  /** 100 contacts: 60 answered by the island, 40 by people after two seconds of wall time (20 s simulated). */
  outcomeOf(world?: World): JudgeOutcome;
}

export function judgeWorld(plan: Plan): JudgeWorld {
  const misses = missLedger(nanoDrop.objectives(plan.budgets));
  return { unproved: misses.unproved, outcomeOf: (world = {}) => misses.note(judged(plan, world)) };
}

function judged(plan: Plan, world: World): JudgeOutcome {
  const contacts = world.contacts ?? [
    ...islandAnswered(),
    ...Array.from({ length: 40 }, (_, index) => aHandedOff(60 + index, 2000)),
  ];
  const handlings = [
    ...(world.handlings ?? Array.from({ length: 40 }, (_, index) => aHandling(60 + index, 1990))),
    ...[57, 58, 59]
      .filter((index) => world.notOffered?.includes(index) !== true)
      .map((index) =>
        aHandling(index, 0, {
          slot: 1,
          offeredAt: T0 + 6030,
          claimedAt: T0 + 6100,
          replySentAt: T0 + 6990,
          releasedAt: T0 + 8000,
        }),
      ),
  ];
  const judge = judgeNanoDrop({
    specs: nanoDrop.objectives(plan.budgets),
    plan,
    replicate: aReplicate({ aborted: world.aborted === true }),
    contactPrefix: PREFIX,
    chain: toyChain,
    missing: new Set(world.missing ?? []),
  });
  const all = Array.from({ length: 100 }, (_, index) => index);
  const take = (item: EvidenceItem): void => judge.take(item);
  for (const record of world.walks ?? [aWalk()]) take({ kind: "browser", record });
  for (const record of world.tries ?? aRoundOfAttempts(["pop-a", "pop-b"])) take({ kind: "access", record });
  const pops: NonNullable<World["pops"]> = world.pops ?? ["pop-a", "pop-b"].map((pop) => ({ pop, proved: true }));
  for (const [seq, { pop, proved, unread }] of pops.entries()) {
    const entry = { seq: seq + 1, at: T0 - 1000, prev: "", hash: "" };
    take({ kind: "journal", record: { ...entry, kind: "island.expected", data: { pop } } });
    if (proved)
      take({ kind: "journal", record: { ...entry, kind: "island.proved", data: { pop, version: 1, keyId: "k" } } });
    if (unread !== true) take({ kind: "probe", record: aSteadyRead(pop) });
  }
  for (const record of handlings) take({ kind: "handling", record });
  for (const index of all) {
    const lived = contacts.find((one) => one.index === index) ?? aContact(index);
    const record = aDeskContact(index, { ...deskFiguresOf(lived, handlings), ...world.desk?.[index] });
    take({ kind: "desk-contact", record });
  }
  for (const contact of contacts) {
    const record = aConsent(contact.index, { purposes: purposesFor(contact) });
    if (!world.withoutConsent?.includes(contact.index)) take({ kind: "consent", record });
  }
  const entries = all.flatMap((index) => [
    { kind: "consent.given" as const, subject: `consent-${index}`, index },
    ...(world.withoutLog?.includes(index)
      ? []
      : [{ kind: "contact.opened" as const, subject: `desk-${index}`, index }]),
  ]);
  for (const record of aLog(entries)) take({ kind: "log", record });
  for (const item of world.items ?? []) take(item);
  for (const record of contacts) take({ kind: "contact", record });
  return judge.finish();
}
