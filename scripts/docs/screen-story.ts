import { randomUUID } from "node:crypto";
import { PURPOSES } from "../../core/schema/wire.ts";
import type { RunningStack } from "../../mock-platform/stack-options.ts";
import { TestCustomer } from "../../mock-platform/testing/test-customer.ts";

export const EVENT = "winter-drop";
/** Times twice as fast as life: the lane's due time is half a minute away. */
export const TIME_FACTOR = 2;

/** A clock that the story can set back, so that what it tells of took place a while ago. */
export class StoryClock {
  backMs = 0;

  now(): number {
    return Date.now() - this.backMs;
  }
}

const PUBLIC = [...PURPOSES];
const PRIVATE = ["support-reply", "order-lookup"] as const;

const ask = async (
  stack: RunningStack,
  text: string,
  orderId: string | null = null,
  purposes: readonly (typeof PURPOSES)[number][] = orderId === null ? PUBLIC : PRIVATE,
): Promise<TestCustomer> => {
  const customer = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  const order = orderId === null ? {} : { orderId };
  const { status } = await customer.open({ event: EVENT, text, purposes: [...purposes], ...order });
  if (status !== 201) throw new Error(`the story's question was refused: ${status}`);
  return customer;
};

/** What a drop looks like a few minutes in: general questions, private matters, a change, a message taken away. */
export const tellTranscript = async (stack: RunningStack, clock: StoryClock): Promise<void> => {
  const { desk, changes, shifts } = stack.services;
  await shifts.set({ agentId: "mira", state: "available", slots: 9, lanes: ["stream"], groups: [] });
  const answer = async (customer: TestCustomer, text: string): Promise<string> => {
    await desk.claim(customer.contactId, "mira");
    const { message } = await desk.agentMessage(customer.contactId, randomUUID(), text, "mira");
    return message.id;
  };
  clock.backMs = 50_000;
  await ask(stack, "When will it ship?");
  await ask(stack, "Where is my parcel?", "D100012");
  const sizes = await ask(stack, "Do the hoodies run small?");
  const first = await answer(sizes, "They run a little small; take one size up.");
  clock.backMs = 40_000;
  await ask(stack, "Can I return the jacket?", null, ["support-reply"]);
  await changes.edit(first, "They run true to size; only the cropped one runs small.", "wrong-information", "mira");
  await desk.resolve(sizes.contactId, "mira");
  const rude = await ask(stack, "You are all thieves and I will say so everywhere");
  await answer(rude, "We are sorry for the wait. What can we help with?");
  const words = desk.contact(rude.contactId).kept[0]?.message.id ?? "";
  await changes.moderate(words, "abuse", "mira");
  await desk.resolve(rude.contactId, "mira");
  clock.backMs = 20_000;
  const gone = await ask(stack, "Was I charged twice?", "D100003");
  await gone.call("DELETE", `/v1/consents/${gone.consentId}`);
  await ask(stack, "Which cards do you take?");
  await shifts.set({ agentId: "mira", state: "off", slots: 9, lanes: ["stream"], groups: [] });
  clock.backMs = 0;
};

/** A full desk: one chat in the middle of it, one that waits for the agent, three in the queue, one of them late. */
export const tellDesk = async (stack: RunningStack, clock: StoryClock, agentId: string): Promise<void> => {
  const { desk, handovers, shifts, queue } = stack.services;
  await shifts.set({ agentId, state: "available", slots: 3, lanes: ["stream", "standard"], groups: ["payments"] });
  for (const { contactId } of queue.list(agentId)) {
    await desk.claim(contactId, agentId);
    await desk.agentMessage(contactId, randomUUID(), "Your parcel is at the partner and on its way.", agentId);
    await desk.resolve(contactId, agentId);
  }
  clock.backMs = 55_000;
  const held = await ask(stack, "Why is my order on hold? I paid at once.", "D100007");
  const other = await ask(stack, "Was I charged for both pieces?", "D100021");
  clock.backMs = 45_000;
  await desk.claim(held.contactId, agentId);
  await desk.agentMessage(held.contactId, randomUUID(), "Thank you for waiting, I am looking at it now.", agentId);
  clock.backMs = 38_000;
  await held.send("It says address check. What do you need from me?");
  await handovers.note(held.contactId, randomUUID(), "House number is missing in the address of the parcel.", agentId);
  await desk.claim(other.contactId, agentId);
  await desk.agentMessage(other.contactId, randomUUID(), "Yes: both pieces are on one charge.", agentId);
  for (const [backMs, text, orderId] of [
    [37_000, "My parcel shows no scan for two days", "D100012"],
    [24_000, "Was I charged twice? The bank shows two lines", "D100003"],
    [9000, "Do the hoodies run small?", null],
  ] as const) {
    clock.backMs = backMs;
    await ask(stack, text, orderId);
  }
  clock.backMs = 0;
};
