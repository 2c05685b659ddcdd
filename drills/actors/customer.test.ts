import fc from "fast-check";
import { expect, test } from "vitest";
import type { ContactScript } from "../../core/contract/script.ts";
import type { CustomerPort, FollowHandlers, OpenedContact, Outcome } from "../../core/contract/target.ts";
import { contactRecordSchema, type ContactRecord } from "../../core/schema/evidence.ts";
import type { Decision } from "../../core/schema/wire.ts";
import { aMessage, aScript } from "../../test/actors/script-builder.ts";
import { type VirtualClock, createVirtualClock } from "../../harness/simulation/virtual-clock.ts";
import { liveContact } from "./customer.ts";

const T0 = 1_700_000_001_000;
const GENERAL_FACTS = ["within 30 days", "two per person", "6 to 10 December"];
const human: Decision = { decisionId: "d", route: "human", intent: null, score: 0, reason: "personal" };
const refusal = (status: number, code: string, retryAfterMs?: number) => ({
  ok: false as const,
  fault: { where: "fast-path", status, code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
});
const never = (): Promise<never> => new Promise(() => {});

interface Desk {
  /** What happens on the feed once it is followed; `time.after` counts from there. */
  readonly feed?: (handlers: FollowHandlers, time: VirtualClock) => void;
  readonly open?: (tries: number) => Promise<Outcome<OpenedContact>>;
  readonly opened?: Partial<OpenedContact>;
  readonly send?: () => Promise<Outcome<{ decision: Decision | null }>>;
  readonly signal?: () => Promise<Outcome<null>>;
  readonly routeUntold?: boolean;
}

/** Lives one contact in virtual time; `calls` holds what was asked of the target, in wall ms from T0. */
async function live(script: ContactScript, desk: Desk = {}) {
  const time = createVirtualClock(T0 - 1000);
  const calls: string[] = [];
  const note = (text: string): void => void calls.push(`${time.clock.now() - T0} ${text}`);
  let tries = 0;
  const customer: CustomerPort = {
    open: (question) => {
      note(`open ${question.clientMessageId}`);
      const good = { contactId: "c-1", consentId: "k-1", decision: human, messages: [], ...desk.opened };
      return desk.open?.(tries++) ?? Promise.resolve({ ok: true, value: good });
    },
    send: (_contact, id, text) => {
      note(`send ${id} ${text}`);
      return desk.send?.() ?? Promise.resolve({ ok: true, value: { decision: human } });
    },
    follow: (_contact, afterSeq, delivery, handlers) => {
      note(`follow ${delivery} after ${afterSeq}`);
      desk.feed?.(handlers, time);
      return { stop: () => note("stop") };
    },
    signal: (_contact, kind) => {
      note(`signal ${kind}`);
      return desk.signal?.() ?? Promise.resolve({ ok: true, value: null });
    },
  };
  const crypto = { hmacSha256Hex: (_key: string, text: string) => `hmac-${text.length}` };
  const world = {
    clock: time.clock,
    timers: time.timers,
    crypto,
    customer,
    runKeyHex: "00",
    generalFacts: GENERAL_FACTS,
    t0: T0,
    routeUntold: desk.routeUntold ?? false,
  };
  const record = await time.run(liveContact(script, world));
  return { record: contactRecordSchema.parse(record), calls, endedAtMs: time.clock.now() - T0 };
}

const at = (record: ContactRecord["seen"][number] | undefined): number => (record?.at ?? 0) - T0;

test("arrives on schedule, sees the answer, looks a moment longer, says that it helped", async () => {
  const script = aScript({ arrivalOffsetMs: 300 });
  const { record, calls } = await live(script, {
    feed: ({ onMessage }, time) => void time.after(1000, () => onMessage(aMessage(3))),
  });
  expect(calls).toEqual([
    "300 open run-1-000000-q",
    "300 follow websocket after 0",
    "1800 stop",
    "1800 signal helpful",
  ]);
  expect(record).toMatchObject({ scheduledAt: T0 + 300, startedAt: T0 + 300, handedOffAt: T0 + 300, left: null });
  expect(record.seen).toMatchObject([{ id: "m-3", author: "agent", right: true, at: T0 + 1300, textHmac: "hmac-23" }]);
});

test("an island's answer in the opening itself ends the contact, and nobody was handed off", async () => {
  const island = { event: "drop", version: 4, keyId: "k" };
  const opened = {
    decision: { ...human, route: "island" as const, reason: "sure" as const },
    messages: [aMessage(1, { author: "customer" }), aMessage(2, { author: "assistant", island })],
  };
  const { record, calls } = await live(aScript(), { opened });
  expect(calls).toContain("0 follow websocket after 2");
  expect(record).toMatchObject({ handedOffAt: null, seen: [{ author: "assistant", islandVersion: 4, keyId: "k" }] });
});

test("who leaves silently says nothing, and is observed to the end: the late reply is seen", async () => {
  const { record, calls } = await live(aScript({ patienceMs: 2000 }), {
    feed: ({ onMessage }, time) => void time.after(5000, () => onMessage(aMessage(3))),
  });
  expect(record.left).toEqual({ at: T0 + 2000, silent: true });
  expect(at(record.seen[0])).toBe(5000);
  expect(calls.filter((call) => call.includes("signal"))).toEqual([]);
});

test("who leaves aloud says so, once", async () => {
  const { record, calls } = await live(aScript({ patienceMs: 2000, leavesSilently: false }));
  expect(record).toMatchObject({ left: { at: T0 + 2000, silent: false }, observedUntil: T0 + 10_000 });
  expect(calls.filter((call) => call.includes("signal"))).toEqual(["2000 signal left"]);
});

test("sends the same message again under the same id while waiting, and not once answered", async () => {
  const waiting = await live(aScript({ resendAfterMs: 1500 }));
  expect(waiting.calls.filter((call) => call.includes("send"))).toEqual([
    "1500 send run-1-000000-q when does this ship",
  ]);
  expect(waiting.record.sent.map(({ purpose, clientMessageId }) => [purpose, clientMessageId])).toEqual([
    ["question", "run-1-000000-q"],
    ["resend", "run-1-000000-q"],
  ]);
  const answered = await live(aScript({ resendAfterMs: 1500 }), {
    feed: ({ onMessage }, time) => void time.after(1400, () => onMessage(aMessage(3, { text: "One moment." }))),
  });
  expect(answered.calls.filter((call) => call.includes("-q when"))).toEqual([]);
});

test("a wrong answer is read, complained about, and what comes then counts", async () => {
  const { record, calls } = await live(aScript({ readMs: 700 }), {
    feed: ({ onMessage }, time) => {
      time.after(1000, () => onMessage(aMessage(2, { author: "assistant", text: "You can return it." })));
      time.after(4000, () => onMessage(aMessage(4)));
    },
  });
  expect(calls.filter((call) => call.includes("send"))).toEqual(["1700 send run-1-000000-c1 that's not what I asked"]);
  expect(record.seen.map(({ right }) => right)).toEqual([false, true]);
  expect(record).toMatchObject({ complaints: 1, observedUntil: T0 + 4500 });
});

test("complains twice and no more, and never after leaving", async () => {
  const wrong = aMessage(3, { text: "No idea." });
  const stubborn = await live(aScript(), {
    feed: ({ onMessage }, time) => {
      for (let ms = 500; ms < 9000; ms += 1000) time.after(ms, () => onMessage({ ...wrong, seq: ms }));
    },
  });
  expect(stubborn.record.complaints).toBe(2);
  const gone = await live(aScript({ patienceMs: 400 }), {
    feed: ({ onMessage }, time) => void time.after(500, () => onMessage(wrong)),
  });
  expect([gone.record.complaints, gone.record.seen.length]).toEqual([0, 1]);
});

test("who comes back with another matter writes once, under an id of its own, and waits for a person", async () => {
  const script = aScript({ followUp: { text: "can I change the address", latestOffsetMs: 6000 } });
  const { record, calls } = await live(script, {
    feed: ({ onMessage }, time) => {
      time.after(1000, () => onMessage(aMessage(2, { author: "assistant" })));
      time.after(4000, () => onMessage(aMessage(4, { text: "Yes, we changed it." })));
    },
  });
  expect(calls.filter((call) => call.includes("send"))).toEqual(["1200 send run-1-000000-f can I change the address"]);
  expect(record.sent.at(-1)).toMatchObject({ purpose: "follow-up", at: T0 + 1200, acknowledgedAt: T0 + 1200 });
  expect(record).toMatchObject({ handedOffAt: T0, complaints: 0, observedUntil: T0 + 4000 });
});

test("who would come back too late to be watched does not", async () => {
  const script = aScript({ followUp: { text: "can I change the address", latestOffsetMs: 1100 } });
  const { record } = await live(script, {
    feed: ({ onMessage }, time) => void time.after(1000, () => onMessage(aMessage(2))),
  });
  expect([record.sent.length, record.observedUntil - T0]).toEqual([1, 1500]);
});

test("a fact that is empty is in no answer", async () => {
  const { record } = await live(aScript({ fact: "" }), {
    feed: ({ onMessage }, time) => void time.after(500, () => onMessage(aMessage(3))),
  });
  expect(record.seen[0]?.right).toBe(false);
});

test("a dead target is tried again at longer and longer pauses, and the record is written at the deadline", async () => {
  const { record, calls, endedAtMs } = await live(aScript(), { open: async () => refusal(0, "ECONNREFUSED") });
  expect(calls.map((call) => Number(call.split(" ")[0]))).toEqual([0, 250, 1250, 3250, 7250]);
  expect([endedAtMs, record.contactId, record.errors.length]).toEqual([10_000, null, 5]);
});

test("a target that hangs never holds the record back", async () => {
  const opening = await live(aScript(), { open: never });
  expect([opening.endedAtMs, opening.record.errors[0]?.code]).toEqual([10_000, "cut-at-deadline"]);
  const complaining = await live(aScript(), {
    feed: ({ onMessage }, time) => void time.after(500, () => onMessage(aMessage(3, { text: "Eh?" }))),
    send: never,
  });
  expect([complaining.endedAtMs, complaining.record.sent.at(-1)?.acknowledgedAt]).toEqual([10_000, null]);
});

test("the last word may hang: the observation ended before it", async () => {
  const { record, endedAtMs } = await live(aScript(), {
    feed: ({ onMessage }, time) => void time.after(1000, () => onMessage(aMessage(3))),
    signal: never,
  });
  expect([record.observedUntil - T0, endedAtMs]).toEqual([1500, 3500]);
});

test("429 is counted apart and its Retry-After is kept to", async () => {
  const good = { contactId: "c-1", consentId: "k-1", decision: human, messages: [aMessage(2)] };
  const { record, calls } = await live(aScript(), {
    open: async (tries) => (tries === 0 ? refusal(429, "too-many", 3000) : { ok: true, value: good }),
  });
  expect(calls.slice(0, 2)).toEqual(["0 open run-1-000000-q", "3000 open run-1-000000-q"]);
  expect(record).toMatchObject({ rateLimited: 1, contactId: "c-1", errors: [{ status: 429 }] });
  expect(record.errors[0]).not.toHaveProperty("retryAfterMs");
});

test("a refusal for good is not asked again", async () => {
  const { record, calls, endedAtMs } = await live(aScript(), { open: async () => refusal(403, "consent-withdrawn") });
  expect([calls.length, endedAtMs, record.errors[0]?.code]).toEqual([1, 10_000, "consent-withdrawn"]);
});

test("a port that throws is a fault in the record", async () => {
  const { record } = await live(aScript({ observeUntilOffsetMs: 200 }), {
    open: () => Promise.reject(new Error("no key")),
  });
  expect(record.errors).toMatchObject([{ where: "customer", code: "threw" }]);
});

test("whatever the target does, one record of its schema is there by the deadline and the last word", async () => {
  type Behaviour = "hang" | "throw" | "good" | { status: number; retryAfterMs: number };
  const outcome: fc.Arbitrary<Behaviour> = fc.oneof(
    fc.constantFrom("hang" as const, "throw" as const, "good" as const),
    fc.record({ status: fc.constantFrom(0, 200, 400, 429, 500), retryAfterMs: fc.nat(20_000) }),
  );
  const behave = <T>(what: Behaviour | undefined, value: T): Promise<Outcome<T>> => {
    if (what === undefined || what === "good") return Promise.resolve({ ok: true, value });
    if (what === "hang") return never();
    if (what === "throw") return Promise.reject(new Error("threw"));
    return Promise.resolve(refusal(what.status, "x", what.retryAfterMs));
  };
  const messages = fc.array(
    fc.record({
      ms: fc.nat(12_000),
      author: fc.constantFrom("customer", "assistant", "agent", "system"),
      right: fc.boolean(),
    }),
    { maxLength: 6 },
  );
  const times = fc.record({
    patienceMs: fc.nat(12_000),
    resendAfterMs: fc.option(fc.nat(12_000)),
    readMs: fc.nat(3000),
    leavesSilently: fc.boolean(),
    followUp: fc.option(fc.constant({ text: "one more thing", latestOffsetMs: 8000 })),
  });
  await fc.assert(
    fc.asyncProperty(
      times,
      messages,
      fc.array(outcome, { minLength: 1, maxLength: 4 }),
      outcome,
      outcome,
      async (script, feed, opens, send, signal) => {
        const { record, endedAtMs } = await live(aScript(script), {
          open: (tries) =>
            behave(opens[tries % opens.length], { contactId: "c", consentId: "k", decision: human, messages: [] }),
          send: () => behave(send, { decision: human }),
          signal: () => behave(signal, null),
          feed: ({ onMessage }, time) => {
            for (const [seq, { ms, author, right }] of feed.entries())
              time.after(ms, () => onMessage(aMessage(seq + 1, { author, ...(right ? {} : { text: "Eh?" }) })));
          },
        });
        expect(endedAtMs).toBeLessThanOrEqual(12_000);
        expect(record.observedUntil).toBeLessThanOrEqual(T0 + 10_000);
        const ended = record.seen.some((seen) => seen.right === true) || record.observedUntil === T0 + 10_000;
        expect(ended).toBe(true);
      },
    ),
    { seed: 7, numRuns: 300 },
  );
});

test("a message of another contact is counted, and is no reply to this customer", async () => {
  const { record } = await live(aScript(), {
    feed: ({ onMessage }, time) => {
      time.after(500, () => onMessage(aMessage(1, { contactId: "c-2" })));
      time.after(1000, () => onMessage(aMessage(2)));
    },
  });
  expect(record.strangersSeen).toBe(1);
  expect(record.seen.map(({ id }) => id)).toEqual(["m-2"]);
});

test("an answer that lists everything is wrong, and the customer says so", async () => {
  const text = [...GENERAL_FACTS, "on 3 December"].join("; ");
  const { record } = await live(aScript(), {
    feed: ({ onMessage }, time) => void time.after(500, () => onMessage(aMessage(1, { text }))),
  });
  expect([record.seen[0]?.right, record.complaints]).toEqual([false, 1]);
});

test.each([
  ["its assistant answered", "assistant", null],
  ["a person answered first", "agent", T0],
] as const)(
  "at a desk that does not say who will answer, %s: handed off only without the assistant",
  async (_name, author, handedOffAt) => {
    const { record } = await live(aScript(), {
      routeUntold: true,
      feed: ({ onMessage }, time) => void time.after(1000, () => onMessage(aMessage(3, { author }))),
    });
    expect(record.handedOffAt).toBe(handedOffAt);
  },
);

test("who hears nothing at all at such a desk waited for a person", async () => {
  const { record } = await live(aScript(), { routeUntold: true });
  expect([record.handedOffAt, record.seen.length]).toEqual([T0, 0]);
});
