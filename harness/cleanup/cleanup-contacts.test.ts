import { expect, test } from "vitest";
import type { HttpDesk, ReportedContact } from "../../drills/targets/http/desk-account.ts";
import { cleanupContacts, type LeftContact, type RemovalRecord } from "./cleanup-contacts.ts";

const contact = (n: number): LeftContact => ({ contactId: `c${n}`, clientContactId: `run-1-00000${n}` });
const NOTHING = { lane: null, state: null, openedAt: null, firstReplyAt: null, firstHumanReplyAt: null };
const reported = (one: LeftContact): ReportedContact => ({
  ...{ ...one, ...NOTHING, resolvedAt: null, reopens: null, messages: null },
});

/**
 * A desk that holds these; `keeps`: what it will not remove; `lies`: what it says it removed and keeps; `hides`: what its
 * account never names.
 */
const deskWith = (held: readonly LeftContact[], part: { keeps?: string; lies?: string; hides?: string } = {}) => {
  const there = new Map(held.map((one) => [one.contactId, one]));
  const asked: string[] = [];
  const desk: HttpDesk = {
    account: async () => ({
      ok: true,
      value: {
        contacts: [...there.values()].filter(({ contactId }) => contactId !== part.hides).map(reported),
        others: 0,
        findings: [],
      },
    }),
    remove: async (contactId) => {
      asked.push(contactId);
      if (contactId === part.keeps) return { ok: false, fault: { where: "delete", status: 403, code: "no" } };
      if (contactId !== part.lies) there.delete(contactId);
      return { ok: true, value: null };
    },
  };
  return { desk, asked };
};
const cleaned = async (
  desk: HttpDesk,
  part: { recorded?: LeftContact[]; gone?: string[]; hasAccount?: boolean } = {},
) => {
  const records: RemovalRecord[] = [];
  const result = await cleanupContacts(desk, {
    ...{ recorded: part.recorded ?? [contact(1), contact(2)], gone: new Set(part.gone ?? []) },
    ...{ hasAccount: part.hasAccount ?? true, now: () => 7 },
    onRemoval: async (record) => void records.push(record),
  });
  return { ...result, records };
};

test("what was recorded is removed, and so is what only the target knows; its account proves it", async () => {
  const { desk, asked } = deskWith([contact(1), contact(2), contact(3)]);
  expect(await cleaned(desk)).toMatchObject({ removed: 3, before: 0, left: [], proof: "account" });
  expect(asked).toEqual(["c1", "c2", "c3"]);
});

test("what was removed before is not asked for again", async () => {
  const { desk, asked } = deskWith([]);
  expect(await cleaned(desk, { gone: ["c1", "c2"] })).toMatchObject({ removed: 0, before: 2, left: [] });
  expect(asked).toEqual([]);
});

test("a target that says it removed one and still lists it is not believed", async () => {
  const { desk } = deskWith([contact(1), contact(2)], { lies: "c2" });
  const result = await cleaned(desk, { gone: ["c2"] });
  expect(result.left.map(({ contactId }) => contactId)).toEqual(["c2"]);
  expect(result.removed).toBe(1);
});

test("without an account its answers count, and a refusal is left and written down", async () => {
  const { desk } = deskWith([contact(1), contact(2)], { keeps: "c1" });
  const result = await cleaned(desk, { hasAccount: false });
  expect(result).toMatchObject({ removed: 1, left: [contact(1)], proof: "answers" });
  expect(result.records[0]).toEqual({ ...contact(1), at: 7, removed: false, code: "403 no" });
});

test("one that is refused is left, though the account never named it: its silence proves nothing", async () => {
  const { desk } = deskWith([contact(1), contact(2)], { keeps: "c2", hides: "c2" });
  expect(await cleaned(desk)).toMatchObject({ removed: 1, left: [contact(2)] });
});
