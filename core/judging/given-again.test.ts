import { expect, test } from "vitest";
import type { ContactRecord } from "../schema/evidence.ts";
import { createAgentWork } from "./agent-work.ts";
import { aContact, aHandling, aReplicate, T0 } from "./evidence-builder.ts";
import { createGivenAgain } from "./given-again.ts";

const CLOSED_AT = T0 + 5000;
/** What is said of contact 1, closed by an agent and claimed at these moments. */
const told = (claims: readonly number[], record: ContactRecord = aContact(1)) => {
  const work = createAgentWork(aReplicate());
  work.take(aHandling(1, 100, { resolvedAt: CLOSED_AT }));
  for (const claimedAt of claims)
    work.take(aHandling(1, 100, { claimedAt, replySentAt: claimedAt + 50, resolvedAt: claimedAt + 90 }));
  const again = createGivenAgain(work, { t0: T0, timeFactor: 1 });
  again.take(record);
  return again.wrong.list().map(({ what }) => what);
};
const wroteAgain = (): ContactRecord => {
  const base = aContact(1);
  const sent = { clientMessageId: "f", purpose: "follow-up" as const, at: T0 + 6000, acknowledgedAt: T0 + 6005 };
  return { ...base, sent: [...base.sent, sent] };
};

test.each<[string, string[]]>([
  ["closed once and never claimed again", told([])],
  ["claimed by another agent before it was closed", told([CLOSED_AT - 1])],
  ["brought back by its customer", told([T0 + 6100], wroteAgain())],
])("a contact that was %s is as it should be", (_name, what) => {
  expect(what).toEqual([]);
});

test("a contact that comes back to agents though nobody wrote is told, and how often", () => {
  expect(told([CLOSED_AT + 5000])).toEqual([
    "was closed and given to agents again 1 times, and the customer wrote again 0 times",
  ]);
  expect(told([T0 + 6100, T0 + 12_000], wroteAgain())).toEqual([
    "was closed and given to agents again 2 times, and the customer wrote again 1 times",
  ]);
});
