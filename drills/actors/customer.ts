import type { Clock, Crypto, Timers } from "../../core/contract/ports.ts";
import type { ContactScript } from "../../core/contract/script.ts";
import type { CustomerPort, Fault, OpenedContact } from "../../core/contract/target.ts";
import type { ContactRecord } from "../../core/schema/evidence.ts";
import type { Message } from "../../core/schema/wire.ts";
import { createContactDiary, type ContactDiary } from "./contact-diary.ts";

export interface CustomerWorld {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly crypto: Pick<Crypto, "hmacSha256Hex">;
  readonly customer: CustomerPort;
  readonly runKeyHex: string;
  /** Epoch milliseconds of T0. */
  readonly t0: number;
}

/** A customer complains at most this often; after that they give up on the matter. */
const MOST_COMPLAINTS = 2;
/** After a right answer the customer still looks for this long, so that a late duplicate is seen. */
const LINGER_MS = 500;
/** Pauses between tries of a step that the target did not answer, as a person would press again. */
const RETRY_PAUSES_MS = [250, 1000, 2000, 4000] as const;

/**
 * Lives one contact after its script, from the scheduled arrival to the end of the observation, and returns what
 * was sent and seen. Never throws: what goes wrong at the target is in the record. A customer who has left stays
 * as an observer, so that every contact's reply time is known (nothing is censored).
 */
export async function liveContact(script: ContactScript, world: CustomerWorld): Promise<ContactRecord> {
  const { clock, timers } = world;
  const scheduledAt = world.t0 + script.arrivalOffsetMs;
  const deadline = world.t0 + script.observeUntilOffsetMs;
  await timers.wait(Math.max(0, scheduledAt - clock.now()));
  const diary = createContactDiary(script, scheduledAt, clock.now());

  const questionId = `${script.clientContactId}-q`;
  diary.sending(questionId, "question", clock.now());
  const opened = await persist(world, deadline, diary, () =>
    world.customer.open({
      clientContactId: script.clientContactId,
      clientMessageId: questionId,
      lane: script.lane,
      text: script.text,
      orderId: script.orderId,
    }),
  );
  if (opened === null) return diary.close(clock.now());
  diary.acknowledged(questionId, clock.now());
  diary.opened(opened);
  if (opened.decision.route === "human") diary.handedOff(clock.now());
  await converse(script, world, opened, diary, questionId, deadline);
  return diary.close(clock.now());
}

async function converse(
  script: ContactScript,
  world: CustomerWorld,
  opened: OpenedContact,
  diary: ContactDiary,
  questionId: string,
  deadline: number,
): Promise<void> {
  const { clock, timers } = world;
  const startedAt = clock.now();
  let complaintDue: number | null = null;
  let satisfiedAt: number | null = null;
  let wake: () => void = () => {};

  const see = (message: Message): void => {
    if (message.author === "customer") return;
    const right = message.author === "system" ? null : message.text.includes(script.fact);
    const hmac = world.crypto.hmacSha256Hex(world.runKeyHex, message.text);
    diary.saw(message, message.author, clock.now(), hmac, right);
    if (right === true) satisfiedAt = clock.now();
    if (right === false && complaintDue === null) complaintDue = clock.now() + script.readMs;
    wake();
  };
  for (const message of opened.messages) see(message);
  const lastSeq = opened.messages.reduce((most, message) => Math.max(most, message.seq), 0);
  const following = world.customer.follow(opened.contactId, lastSeq, script.delivery, {
    onMessage: see,
    onDuplicate: () => diary.duplicate(),
    onGap: (missed) => diary.gap(missed),
    onReconnect: () => diary.reconnected(),
    onFault: (fault) => diary.fault(fault, clock.now()),
  });

  let resendDue: number | null = script.resendAfterMs === null ? null : startedAt + script.resendAfterMs;
  const patienceEnd = startedAt + script.patienceMs;
  let left = false;
  let cameBackAt: number | null = null;
  /** When there is nothing left to wait for; null while there is. */
  const doneAt = (): number | null => {
    if (satisfiedAt === null) return null;
    if (cameBackAt === null) {
      const due = satisfiedAt + script.readMs;
      const comesBack = script.followUp !== null && !left && due <= world.t0 + script.followUp.latestOffsetMs;
      return comesBack ? null : satisfiedAt + LINGER_MS;
    }
    return diary.answeredByAgentSince(cameBackAt) ? satisfiedAt + LINGER_MS : null;
  };
  for (;;) {
    const now = clock.now();
    const done = doneAt();
    if (now >= deadline || (done !== null && now >= done)) break;
    if (!left && !diary.answered() && now >= patienceEnd) {
      left = true;
      diary.left(now, script.leavesSilently);
      if (!script.leavesSilently) await step(world, diary, () => world.customer.signal(opened.contactId, "left"));
    } else if (!left && resendDue !== null && now >= resendDue) {
      resendDue = null;
      if (!diary.answered()) await send(world, diary, opened.contactId, questionId, script.text, "resend");
    } else if (
      !left &&
      complaintDue !== null &&
      now >= complaintDue &&
      diary.complaints() < MOST_COMPLAINTS &&
      satisfiedAt === null
    ) {
      complaintDue = null;
      const id = `${script.clientContactId}-c${diary.complaints() + 1}`;
      await send(world, diary, opened.contactId, id, script.complaint, "complaint");
    } else if (
      script.followUp !== null &&
      done === null &&
      satisfiedAt !== null &&
      cameBackAt === null &&
      now >= satisfiedAt + script.readMs
    ) {
      cameBackAt = now;
      await comeBack(script, script.followUp.text, world, diary, opened.contactId, deadline);
    } else {
      const dues = [deadline, done];
      if (done === null && satisfiedAt !== null && cameBackAt === null) dues.push(satisfiedAt + script.readMs);
      if (!left && !diary.answered()) dues.push(patienceEnd, resendDue);
      if (!left && satisfiedAt === null && diary.complaints() < MOST_COMPLAINTS) dues.push(complaintDue);
      const next = Math.min(...dues.filter((due): due is number => due !== null));
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await timers.waitOr(Math.max(1, next - now), woken);
    }
  }
  following.stop();
  if (satisfiedAt !== null && !left) await step(world, diary, () => world.customer.signal(opened.contactId, "helpful"));
}

async function send(
  world: CustomerWorld,
  diary: ContactDiary,
  contactId: string,
  clientMessageId: string,
  text: string,
  purpose: "resend" | "complaint",
): Promise<void> {
  diary.sending(clientMessageId, purpose, world.clock.now());
  const sent = await step(world, diary, () => world.customer.send(contactId, clientMessageId, text));
  if (sent === null) return;
  diary.acknowledged(clientMessageId, world.clock.now());
  // A repeat decides nothing: the first answer to it stands.
  if (purpose === "complaint" && sent.decision?.route === "human") diary.handedOff(world.clock.now());
}

/** Another matter on a contact that counts as done; tried until it is taken, as a person would press again. */
async function comeBack(
  script: ContactScript,
  text: string,
  world: CustomerWorld,
  diary: ContactDiary,
  contactId: string,
  deadline: number,
): Promise<void> {
  const id = `${script.clientContactId}-f`;
  diary.sending(id, "follow-up", world.clock.now());
  const sent = await persist(world, deadline, diary, () => world.customer.send(contactId, id, text));
  if (sent === null) return;
  diary.acknowledged(id, world.clock.now());
  if (sent.decision?.route === "human") diary.handedOff(world.clock.now());
}

type Attempt<T> = () => Promise<
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault }
>;

async function step<T>(world: CustomerWorld, diary: ContactDiary, attempt: Attempt<T>): Promise<T | null> {
  const outcome = await attempt();
  if (outcome.ok) return outcome.value;
  diary.fault(outcome.fault, world.clock.now());
  return null;
}

/** Tries until it works, the target refuses for good (4xx but 429), or the observation ends. */
async function persist<T>(
  world: CustomerWorld,
  deadline: number,
  diary: ContactDiary,
  attempt: Attempt<T>,
): Promise<T | null> {
  for (let tries = 0; ; tries++) {
    const outcome = await attempt();
    if (outcome.ok) return outcome.value;
    diary.fault(outcome.fault, world.clock.now());
    const { status } = outcome.fault;
    if (status >= 400 && status < 500 && status !== 429) {
      await world.timers.wait(Math.max(0, deadline - world.clock.now()));
      return null;
    }
    const pause = RETRY_PAUSES_MS[Math.min(tries, RETRY_PAUSES_MS.length - 1)] ?? 4000;
    if (world.clock.now() + pause >= deadline) {
      await world.timers.wait(Math.max(0, deadline - world.clock.now()));
      return null;
    }
    await world.timers.wait(pause);
  }
}
