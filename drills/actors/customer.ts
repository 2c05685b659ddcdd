import type { Clock, Crypto, Timers } from "../../core/contract/ports.ts";
import type { ContactScript } from "../../core/contract/script.ts";
import type { CustomerPort, OpenedContact, Outcome, ShownMessage } from "../../core/contract/target.ts";
import type { ContactRecord } from "../../core/schema/evidence.ts";
import { holdsFact } from "./answer-check.ts";
import { createContactDiary, type ContactDiary } from "./contact-diary.ts";

export interface CustomerWorld {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly crypto: Pick<Crypto, "hmacSha256Hex">;
  readonly customer: CustomerPort;
  readonly runKeyHex: string;
  /** What is true of the event for everyone, whatever the intent. */
  readonly generalFacts: readonly string[];
  /** Epoch milliseconds of T0. */
  readonly t0: number;
  /** The target has an assistant and does not say who will answer: who hears nothing of it waits for a person. */
  readonly routeUntold?: boolean;
}

/** A customer complains at most this often; after that they give up on the matter. */
const MOST_COMPLAINTS = 2;
/** What is still to be said at the end may take this long, also beyond the deadline. */
const LAST_WORD_MS = 2000;
/** After a right answer the customer still looks for this long, so that a late duplicate is seen. */
const LINGER_MS = 500;
/** Pauses between tries of a step that the target did not answer, as a person would press again. */
const RETRY_PAUSES_MS = [250, 1000, 2000, 4000] as const;

/**
 * Lives one contact after its script, from the scheduled arrival to the end of the observation, and returns what
 * was sent and seen. Never throws: what goes wrong at the target is in the record, and no request that hangs there
 * holds the record back beyond the deadline. A customer who has left stays as an observer, so that every contact's
 * reply time is known (nothing is censored).
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
  const openedAt = clock.now();
  const untold = world.routeUntold === true;
  if (opened.decision.route === "human" && !untold) diary.handedOff(openedAt);
  const observedUntil = await converse(script, world, opened, diary, questionId, deadline);
  if (untold && !diary.answeredByAssistant()) diary.handedOff(openedAt);
  return diary.close(observedUntil);
}

/** Returns the end of the observation: from then on nothing that arrives is seen. */
async function converse(
  script: ContactScript,
  world: CustomerWorld,
  opened: OpenedContact,
  diary: ContactDiary,
  questionId: string,
  deadline: number,
): Promise<number> {
  const { clock, timers } = world;
  const startedAt = clock.now();
  let complaintDue: number | null = null;
  let satisfiedAt: number | null = null;
  let wake: () => void = () => {};

  const see = (message: ShownMessage): void => {
    // Also the words of another customer: they are nobody's here but their own.
    if (message.contactId !== opened.contactId) {
      diary.stranger();
      return;
    }
    if (message.author === "customer") return;
    const right = message.author === "system" ? null : holdsFact(message.text, script.fact, world.generalFacts);
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
    onOwnWords: (words) => diary.ownWords(words),
  });

  let resendDue: number | null = script.resendAfterMs === null ? null : startedAt + script.resendAfterMs;
  const patienceEnd = startedAt + script.patienceMs;
  let left = false;
  let cameBackAt: number | null = null;
  const backAfterMs = script.readMs + (script.followUp?.afterMs ?? 0);
  /** When there is nothing left to wait for; null while there is. */
  const doneAt = (): number | null => {
    if (satisfiedAt === null) return null;
    if (cameBackAt === null) {
      const due = satisfiedAt + backAfterMs;
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
      if (!script.leavesSilently)
        await step(world, deadline, diary, () => world.customer.signal(opened.contactId, "left"));
    } else if (!left && resendDue !== null && now >= resendDue) {
      resendDue = null;
      if (!diary.answered()) await send(world, deadline, diary, opened.contactId, questionId, script.text, "resend");
    } else if (
      !left &&
      complaintDue !== null &&
      now >= complaintDue &&
      diary.complaints() < MOST_COMPLAINTS &&
      satisfiedAt === null
    ) {
      complaintDue = null;
      const id = `${script.clientContactId}-c${diary.complaints() + 1}`;
      await send(world, deadline, diary, opened.contactId, id, script.complaint, "complaint");
    } else if (
      script.followUp !== null &&
      done === null &&
      satisfiedAt !== null &&
      cameBackAt === null &&
      now >= satisfiedAt + backAfterMs
    ) {
      cameBackAt = now;
      await comeBack(script, script.followUp.text, world, diary, opened.contactId, deadline);
    } else {
      const dues = [deadline, done];
      if (done === null && satisfiedAt !== null && cameBackAt === null) dues.push(satisfiedAt + backAfterMs);
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
  const observedUntil = clock.now();
  if (satisfiedAt !== null && !left)
    await step(world, observedUntil + LAST_WORD_MS, diary, () => world.customer.signal(opened.contactId, "helpful"));
  return observedUntil;
}

async function send(
  world: CustomerWorld,
  deadline: number,
  diary: ContactDiary,
  contactId: string,
  clientMessageId: string,
  text: string,
  purpose: "resend" | "complaint",
): Promise<void> {
  diary.sending(clientMessageId, purpose, world.clock.now());
  const sent = await step(world, deadline, diary, () => world.customer.send(contactId, clientMessageId, text));
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

type Attempt<T> = () => Promise<Outcome<T>>;

/** One attempt that is given up at `deadline`, and that fails where it throws. */
async function within<T>(world: CustomerWorld, deadline: number, attempt: Attempt<T>): Promise<Outcome<T>> {
  let outcome: Outcome<T> = { ok: false, fault: { where: "customer", status: 0, code: "cut-at-deadline" } };
  const done = attempt().then(
    (got) => {
      outcome = got;
    },
    () => {
      outcome = { ok: false, fault: { where: "customer", status: 0, code: "threw" } };
    },
  );
  await world.timers.waitOr(Math.max(0, deadline - world.clock.now()), done);
  return outcome;
}

async function step<T>(
  world: CustomerWorld,
  deadline: number,
  diary: ContactDiary,
  attempt: Attempt<T>,
): Promise<T | null> {
  const outcome = await within(world, deadline, attempt);
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
  const { clock, timers } = world;
  for (let tries = 0; ; tries++) {
    const outcome = await within(world, deadline, attempt);
    if (outcome.ok) return outcome.value;
    diary.fault(outcome.fault, clock.now());
    const { status, retryAfterMs = 0 } = outcome.fault;
    const refused = status >= 400 && status < 500 && status !== 429;
    const pause = Math.max(retryAfterMs, RETRY_PAUSES_MS[Math.min(tries, RETRY_PAUSES_MS.length - 1)] ?? 4000);
    if (refused || clock.now() + pause >= deadline) {
      // Timers may fire a millisecond early, and a watch cut short is no whole watch.
      while (clock.now() < deadline) await timers.wait(Math.max(1, deadline - clock.now()));
      return null;
    }
    await timers.wait(pause);
  }
}
