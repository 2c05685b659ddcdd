import { expect, test } from "vitest";
import type { ContactRecord, HandlingRecord } from "../schema/evidence.ts";
import type { DeskContact } from "../schema/wire.ts";
import { createDeskFigures } from "./desk-figures.ts";
import { aContact, aDeskContact, aHandedOff, aHandling, aSeen, PREFIX, T0 } from "./evidence-builder.ts";

interface Lived {
  readonly contact?: Partial<ContactRecord>;
  readonly turns?: readonly HandlingRecord[];
  readonly desk?: Partial<DeskContact>;
  /** How far the desk's own clock is off, wall milliseconds. */
  readonly offMs?: number;
}
const stamped = (desk: DeskContact, ms: number): DeskContact => ({
  ...desk,
  openedAt: desk.openedAt + ms,
  firstReplyAt: desk.firstReplyAt === null ? null : desk.firstReplyAt + ms,
  firstHumanReplyAt: desk.firstHumanReplyAt === null ? null : desk.firstHumanReplyAt + ms,
});
const faultOf = (base: ContactRecord, honest: Partial<DeskContact>, { contact, turns, desk, offMs }: Lived) => {
  const figures = createDeskFigures({ planned: 10, prefix: PREFIX });
  for (const turn of turns ?? []) figures.handling(turn);
  figures.desk(stamped(aDeskContact(base.index, { ...honest, ...desk }), offMs ?? 0));
  return figures.fault({ ...base, ...contact });
};

/** Sent at T0 + 2, acknowledged at T0 + 20, answered by a person who sent at T0 + 1990 and was seen at T0 + 2020. */
const byPerson = (lived: Lived) =>
  faultOf(
    aHandedOff(1, 2000),
    { openedAt: T0 + 10, firstReplyAt: T0 + 2000, firstHumanReplyAt: T0 + 2000, handedOffAt: T0 + 12 },
    { turns: [aHandling(1, 1970)], ...lived },
  );
/** Answered by the island at T0 + 40, by nobody else. */
const byIsland = (lived: Lived) => faultOf(aContact(1), { openedAt: T0 + 10, firstReplyAt: T0 + 12 }, lived);
const followUp = { clientMessageId: "f", purpose: "follow-up" as const, at: T0 + 6000, acknowledgedAt: T0 + 6010 };
const cameBack: Lived = {
  contact: {
    sent: [...aContact(1).sent, followUp],
    seen: [
      aSeen({ id: "reply-1", author: "agent", at: T0 + 2020 }),
      aSeen({ id: "r2", author: "agent", at: T0 + 8000 }),
    ],
  },
  turns: [
    aHandling(1, 1970),
    aHandling(1, 0, { claimedAt: T0 + 6100, replyId: "r2", replySentAt: T0 + 7990, resolvedAt: T0 + 8500 }),
  ],
  desk: { messages: 4, reopens: 1 },
};

test.each<[string, string | null]>([
  ["an honest desk", byPerson({})],
  ["an honest desk whose clock is off by a minute and a half", byPerson({ offMs: 90_000 })],
  ["an island's answer that is as old as the question", byIsland({ desk: { firstReplyAt: T0 + 10 } })],
  [
    "a reply that the system held back",
    byPerson({ contact: { seen: [aSeen({ id: "reply-1", author: "agent", at: T0 + 4000 })] } }),
  ],
  [
    "another customer's reply, shown before the customer's own",
    byPerson({
      contact: {
        strangersSeen: 1,
        seen: [
          aSeen({ id: "another's", author: "agent", at: T0 + 900 }),
          aSeen({ id: "reply-1", author: "agent", at: T0 + 2020 }),
        ],
      },
    }),
  ],
  [
    "another customer's line that the desk counts with the customer's own",
    byPerson({ contact: { strangersSeen: 1 }, desk: { messages: aDeskContact(1).messages + 3 } }),
  ],
  [
    "another customer's line that the desk takes for the first reply",
    byPerson({ contact: { strangersSeen: 1 }, desk: { firstReplyAt: T0 + 900, firstHumanReplyAt: T0 + 900 } }),
  ],
  ["a reply that was lost on its way", byPerson({ contact: { seen: [] } })],
  [
    "a reply that no agent of ours sent: told elsewhere",
    byPerson({ turns: [], desk: { firstReplyAt: T0 + 30, firstHumanReplyAt: T0 + 30, state: "waiting" } }),
  ],
  [
    "the same where the desk knows of no person's reply",
    byPerson({ turns: [], desk: { firstReplyAt: T0 + 30, firstHumanReplyAt: null, state: "waiting" } }),
  ],
  ["a word of the system's after the customer had stopped looking", byPerson({ desk: { messages: 4 } })],
  ["one who came back", byPerson(cameBack)],
  [
    "one whose coming back was swallowed: told elsewhere",
    byPerson({
      ...cameBack,
      turns: [aHandling(1, 1970)],
      contact: { sent: cameBack.contact?.sent ?? [] },
      desk: { reopens: 0, messages: 3 },
    }),
  ],
  [
    "one whom the edge answered and whose coming back was swallowed: told elsewhere",
    byIsland({
      contact: { handedOffAt: T0 + 6010, sent: [...aContact(1).sent, followUp] },
      desk: { messages: 3, state: "resolved" },
    }),
  ],
  [
    "one who said that they stop waiting",
    faultOf(aHandedOff(1, null), { firstReplyAt: null }, { contact: { left: { at: T0 + 3000, silent: false } } }),
  ],
  ["one who waits to the end", faultOf(aHandedOff(1, null), { firstReplyAt: null, state: "waiting" }, {})],
  [
    "a contact that the desk does not hold: told elsewhere",
    createDeskFigures({ planned: 10, prefix: PREFIX }).fault(aContact(1)),
  ],
])("%s contradicts nothing", (_name, fault) => {
  expect(fault).toBeNull();
});

test.each<[string, string | null, RegExp]>([
  [
    "a first reply before any agent sent one",
    byPerson({ desk: { firstReplyAt: T0 + 1000 } }),
    /first reply after 1\.0 s by the desk, and 2\.0 s is the least/,
  ],
  [
    "a person's reply before any agent sent one",
    byPerson({ desk: { firstHumanReplyAt: T0 + 700 } }),
    /first reply of a person after 0\.7 s by the desk/,
  ],
  [
    "the same under a clock that is off",
    byPerson({ desk: { firstReplyAt: T0 + 1000 }, offMs: 90_000 }),
    /after 1\.0 s by the desk/,
  ],
  [
    "a first reply that nobody ever sent",
    faultOf(aHandedOff(1, null), { firstReplyAt: T0 + 30, state: "waiting" }, {}),
    /no agent ever sent one/,
  ],
  [
    "a first reply after it was seen",
    byPerson({ desk: { firstReplyAt: T0 + 9000 } }),
    /after 9\.0 s by the desk, and it was seen after 2\.0 s/,
  ],
  [
    "no first reply although one was seen",
    byIsland({ desk: { firstReplyAt: null } }),
    /has no first reply at the desk although one was seen/,
  ],
  [
    "no reopening of one who came back",
    byPerson({ ...cameBack, desk: { messages: 4, reopens: 0 } }),
    /was reopened 0 times by the desk, and agents were given it again 1 times/,
  ],
  [
    "reopenings that nobody wrote for",
    byPerson({ desk: { reopens: 2 } }),
    /was reopened 2 times by the desk, and its customer wrote again 0 times/,
  ],
  [
    "too few messages",
    byPerson({ desk: { messages: 1 } }),
    /has 1 messages at the desk, and 2 were acknowledged or seen/,
  ],
  ["too many messages", byPerson({ desk: { messages: 5 } }), /has 5 messages at the desk, and no more than 4 can be/],
  [
    "resolved, and nobody ever held it",
    faultOf(aHandedOff(1, null), { firstReplyAt: null }, {}),
    /is resolved by the desk, and no agent ever held it/,
  ],
  [
    "open, and its agent resolved it",
    byPerson({ desk: { state: "waiting" } }),
    /is not resolved by the desk, and its agent resolved it last/,
  ],
])("%s is a contradiction", (_name, fault, what) => {
  expect(fault).toMatch(what);
});
