import { expect, test } from "vitest";
import { contactStateSchema, type ContactState } from "../../core/schema/wire.ts";
import { isProblem } from "../http/problems.ts";
import { type TestDesk, testDesk } from "../testing/test-desk.ts";
import { CONTACT_EVENTS, CONTACT_STATES, type ContactEvent } from "./contact-states.ts";

const STATES = contactStateSchema.options;

interface Standing {
  readonly test: TestDesk;
  readonly contactId: string;
  readonly consentId: string;
  readonly sessionId: string;
}

/** A real desk with one contact in `state`, held by ann where somebody holds it. */
const standing = async (state: ContactState): Promise<Standing> => {
  const test = await testDesk();
  const { desk, shifts } = test.services;
  await shifts.set({ agentId: "ann", state: "available", slots: 5, lanes: ["stream", "standard"], groups: [] });
  const { contactId, consentId, sessionId } = await test.open();
  if (state !== "waiting") await desk.claim(contactId, "ann");
  if (state === "answered") await desk.agentMessage(contactId, "a1", "Let me look.", "ann");
  if (state === "resolved") await desk.resolve(contactId, "ann");
  expect(desk.contact(contactId).state).toBe(state);
  return { test, contactId, consentId, sessionId };
};

type Command = (on: Standing) => Promise<unknown>;
const COMMANDS: Partial<Record<ContactEvent, Command>> = {
  "customer-wrote": ({ test, contactId }) => test.services.desk.customerMessage(contactId, "c2", "Hello?"),
  "agent-wrote": ({ test, contactId }) => test.services.desk.agentMessage(contactId, "a2", "Yes.", "ann"),
  claimed: ({ test, contactId }) => test.services.desk.claim(contactId, "bob"),
  released: ({ test, contactId }) => test.services.handovers.release(contactId, "ann"),
  transferred: ({ test, contactId }) =>
    test.services.handovers.transfer(contactId, { to: { lane: "standard" }, reason: "money" }, "ann"),
  resolved: ({ test, contactId }) => test.services.desk.resolve(contactId, "ann"),
  left: ({ test, contactId }) => test.services.desk.signal(contactId, "left"),
  "consent-withdrawn": ({ test, consentId, sessionId }) => test.services.consentDesk.withdraw(consentId, sessionId),
};

test("the table is whole: every state with every event", () => {
  expect(Object.keys(CONTACT_STATES).sort()).toEqual([...STATES].sort());
  for (const state of STATES) expect(Object.keys(CONTACT_STATES[state]).sort()).toEqual([...CONTACT_EVENTS].sort());
});

const cases = STATES.flatMap((state) =>
  Object.entries(COMMANDS).map(([event, command]) => ({ state, event: event as ContactEvent, command })),
);

test.each(cases)("a $state contact does what the table says when it is $event", async ({ state, event, command }) => {
  const on = await standing(state);
  const { services } = on.test;
  if (event === "claimed")
    await services.shifts.set({ agentId: "bob", state: "available", slots: 1, lanes: ["stream"], groups: [] });
  const said = CONTACT_STATES[state][event];
  const before = on.test.store.size();
  const outcome = await command(on).then(
    () => null,
    (error: unknown) => error,
  );
  if ("problem" in said) {
    if (!isProblem(outcome)) throw new Error("no problem was thrown");
    expect(outcome.code).toBe(said.problem);
    expect(services.desk.contact(on.contactId).state).toBe(state);
    expect(on.test.store.size()).toBe(before);
  } else {
    expect(outcome).toBeNull();
    expect(services.desk.contact(on.contactId).state).toBe(said.to);
  }
});

/** Entries that only follow from another one, as the log would hold them. */
const CONSEQUENCES = {
  "handed-off": { kind: "contact.handed-off", body: { decisionId: "d", reason: "unsure", intent: null } },
  reopened: { kind: "contact.reopened", body: { by: "customer" } },
  "island-answered": { kind: "message.sent", body: { messageId: "m9", seq: 9, author: "assistant" } },
} as const;

test.each(STATES.flatMap((state) => Object.entries(CONSEQUENCES).map(([event, act]) => ({ state, event, act }))))(
  "the fold of $event over a $state contact follows the table, and never leaves it",
  async ({ state, event, act }) => {
    const { test, contactId } = await standing(state);
    test.services.book.apply({ at: 1, subject: contactId, ...act }, 99);
    const said = CONTACT_STATES[state][event as ContactEvent];
    expect(test.services.desk.contact(contactId).state).toBe("to" in said ? said.to : state);
  },
);

test("the same log gives the same contacts after a restart", async () => {
  const { test, contactId } = await standing("answered");
  await test.services.desk.customerMessage(contactId, "c2", "Still nothing.");
  await test.services.handovers.transfer(contactId, { to: { lane: "standard" }, reason: "money" }, "ann");
  const again = await testDesk({ store: test.store, time: test.time });
  expect(again.services.desk.contact(contactId)).toEqual(test.services.desk.contact(contactId));
  expect(again.services.queue.depth("standard")).toBe(1);
});
