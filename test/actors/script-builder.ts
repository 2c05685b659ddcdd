import type { ContactScript } from "../../core/contract/script.ts";
import type { Message } from "../../core/schema/wire.ts";

/** A patient customer with a general question, who arrives at T0 and is watched for ten seconds of wall time. */
export const aScript = (part: Partial<ContactScript> = {}): ContactScript => ({
  index: 0,
  clientContactId: "run-1-000000",
  phase: "step",
  lane: "stream",
  pop: "pop-a",
  delivery: "websocket",
  intent: "shipping-window",
  text: "when does this ship",
  complaint: "that's not what I asked",
  orderId: null,
  fact: "on 3 December",
  arrivalOffsetMs: 0,
  observeUntilOffsetMs: 10_000,
  patienceMs: 60_000,
  leavesSilently: true,
  resendAfterMs: null,
  readMs: 200,
  followUp: null,
  handling: { pickUpMs: 100, replyAfterMs: 400, totalMs: 1000 },
  ...part,
});

export const aMessage = (seq: number, part: Partial<Message> = {}): Message => ({
  id: `m-${seq}`,
  seq,
  contactId: "c-1",
  author: "agent",
  text: "It ships on 3 December.",
  at: 1_700_000_000_000,
  ...part,
});
