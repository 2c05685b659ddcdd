import fc from "fast-check";
import { expect, test } from "vitest";
import { CALL_POLICIES } from "../../core/contract/call-policies.ts";
import type { HttpRequest, HttpResponse } from "../../core/contract/ports.ts";
import { type CallPolicy, callPolicySchema } from "../../core/schema/call-policy.ts";
import { seededDefects } from "../defects.ts";
import { ManualTime, settled } from "../testing/manual-time.ts";
import { caseRequest } from "../testing/test-partner.ts";
import { hedgedRead } from "./hedged-read.ts";
import { PartnerClient } from "./partner-client.ts";
import { RetryBudget } from "./retry-budget.ts";

const SETTLED: HttpResponse = {
  ...{ status: 201, headers: {} },
  body: JSON.stringify({
    ...{ caseId: "k1", matterId: "m1", state: "settled", outcome: "released", openedAt: 1, settledAt: 2 },
  }),
};
const REFUSED: HttpResponse = { status: 503, headers: { "retry-after": "3" }, body: "{}" };
const CUT: HttpResponse = { status: 0, headers: {}, body: "", error: "ECONNRESET" };

/** Lets what was begun come as far as it can, and then time pass. */
const pass = async (time: ManualTime, ms: number): Promise<void> => {
  await settled();
  await time.pass(ms);
};

/** A client whose partner gives these answers in turn, then good ones. */
const bench = (answers: readonly HttpResponse[], overrides: Partial<CallPolicy> = {}, timeFactor = 10) => {
  const time = new ManualTime();
  const policy = { ...CALL_POLICIES.budgeted, ...overrides };
  const client = new PartnerClient({
    ...{ policy, timeFactor, clock: time, scheduler: time },
    rng: { next: () => 0.5 },
    defects: seededDefects([]),
  });
  const sent: { at: number; request: HttpRequest }[] = [];
  const left = [...answers];
  client.connect({
    ...{ address: "http://partner.test", bearer: "secret" },
    http: {
      send: async (request) => {
        sent.push({ at: time.now(), request });
        return left.shift() ?? SETTLED;
      },
    },
  });
  return { client, sent, time };
};

test("the named policies are what the schema takes", () => {
  for (const policy of Object.values(CALL_POLICIES)) expect(callPolicySchema.parse(policy)).toEqual(policy);
  expect(callPolicySchema.safeParse({ ...CALL_POLICIES.default, timeoutSec: 0 }).success).toBe(false);
});

test("Retry-After is waited out to the second of the wall, and a jittered back-off on top", async () => {
  const { client, sent, time } = bench([REFUSED]);
  const answer = client.open(caseRequest());
  await pass(time, 3199);
  expect(sent).toHaveLength(1);
  // 4 s simulated at a tenth, by half: 200 ms.
  await pass(time, 2);
  expect(await answer).toMatchObject({ kind: "case" });
  const [first, second] = sent;
  expect(first?.request.headers["idempotency-key"]).toBe("k1");
  expect(second?.request.body).toBe(first?.request.body);
});

test("told to come back later than a call waits, it gives the answer up at once", async () => {
  const { client, sent } = bench([{ ...REFUSED, headers: { "retry-after": "9" } }]);
  expect(await client.open(caseRequest())).toEqual({ kind: "refused", retryAfterMs: 9000 });
  expect(sent).toHaveLength(1);
});

test("back-off shrinks with the time factor and doubles", async () => {
  const { client, sent, time } = bench(
    [CUT, CUT],
    { retries: { ...CALL_POLICIES.budgeted.retries, budgetShare: null } },
    1,
  );
  const answer = client.open(caseRequest());
  await pass(time, 60_000);
  await answer;
  const [a = 0, b = 0, c = 0] = sent.map(({ at }) => at);
  expect([b - a, c - b]).toEqual([2000, 4000]);
});

test("what the partner rejects is not asked again", async () => {
  const { client, sent } = bench([{ status: 422, headers: {}, body: "{}" }]);
  expect(await client.open(caseRequest())).toEqual({ kind: "failed", why: "rejected" });
  expect(sent).toHaveLength(1);
});

test("the budget is spent: one retry to begin with, then one for every ten calls", async () => {
  const { client, time } = bench(Array.from({ length: 500 }, () => CUT));
  for (let turn = 0; turn < 100; turn += 1) {
    const asked = client.open(caseRequest());
    await pass(time, 60_000);
    expect(await asked).toEqual({ kind: "failed", why: "cut" });
  }
  expect(client.counts.all()).toMatchObject({ calls: 100, retries: 10 + 1, sent: 111, matters: 1 });
});

test("whatever the order of calls and retries, retries are never more than the share and one", () => {
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { maxLength: 400 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (acts, share) => {
        const budget = new RetryBudget(share);
        let calls = 0;
        let retries = 0;
        for (const isCall of acts) {
          if (isCall) {
            calls += 1;
            budget.call();
          } else if (budget.take()) retries += 1;
        }
        expect(retries).toBeLessThanOrEqual(share * calls + 1 + 1e-6);
      },
    ),
  );
});

test("a slow read is sent a second time and the first good answer counts; a quick one is not", async () => {
  const { client, sent, time } = bench([], { hedgeAfterSec: 5 });
  expect(await client.read({ caseId: "k1", matterId: "m1" })).toMatchObject({ kind: "case" });
  await pass(time, 60_000);
  expect(sent.map(({ request }) => request.method)).toEqual(["GET"]);
  const answers: ((good: boolean) => void)[] = [];
  const read = () =>
    new Promise<{ kind: "unknown" } | { kind: "failed"; why: "cut" }>((resolve) => {
      answers.push((good) => resolve(good ? { kind: "unknown" } : { kind: "failed", why: "cut" }));
    });
  const hedged = hedgedRead(read, 500, time, () => true);
  await pass(time, 500);
  expect(answers).toHaveLength(2);
  answers[1]?.(false);
  await pass(time, 1);
  answers[0]?.(true);
  expect(await hedged).toEqual({ kind: "unknown" });
  const alone = hedgedRead(read, 500, time, () => false);
  await pass(time, 500);
  expect(answers).toHaveLength(3);
  answers[2]?.(false);
  expect(await alone).toEqual({ kind: "failed", why: "cut" });
});

test("without a line every call is a cut one", async () => {
  const time = new ManualTime();
  const client = new PartnerClient({
    ...{ policy: CALL_POLICIES["unbounded-retries"], timeFactor: 10, clock: time, scheduler: time },
    ...{ rng: { next: () => 0 }, defects: seededDefects([]) },
  });
  const asked = client.open(caseRequest());
  await pass(time, 1000);
  expect(await asked).toEqual({ kind: "failed", why: "cut" });
});
