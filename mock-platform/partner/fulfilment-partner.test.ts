import { expect, test } from "vitest";
import type { HttpRequest } from "../../core/contract/ports.ts";
import { type CaseCallback, caseCallbackSchema, type PartnerPlan } from "../../core/schema/partner-wire.ts";
import { seededDefects } from "../defects.ts";
import { ManualTime } from "../testing/manual-time.ts";
import { CALM, caseRequest, MEAN_RNG, TEST_SECRET, testPartner } from "../testing/test-partner.ts";
import { checkWebhook } from "./webhook-signature.ts";

const bench = (plan: Partial<PartnerPlan> = {}, defects: readonly string[] = []) => {
  const time = new ManualTime();
  const partner = testPartner(
    { clock: time, scheduler: time },
    { plan: { servers: 1, queue: 1, ...plan }, rng: MEAN_RNG, defects: seededDefects(defects) },
  );
  const calls: HttpRequest[] = [];
  let status = 204;
  partner.connect({
    url: "http://desk.test/callbacks",
    http: {
      send: async (request) => {
        calls.push(request);
        return { status, headers: {}, body: "" };
      },
    },
  });
  return {
    time,
    partner,
    calls,
    answerWith: (code: number): void => {
      status = code;
    },
    bodies: (): CaseCallback[] => calls.map(({ body }) => caseCallbackSchema.parse(JSON.parse(body ?? ""))),
  };
};
const SERVICE_MS = 12_001;

test("a case is opened once and settled once, however often it is asked for", async () => {
  const { partner, time } = bench({ servers: 3 });
  const both = Promise.all([partner.open(caseRequest(), "key-1"), partner.open(caseRequest(), "key-1")]);
  await time.pass(SERVICE_MS);
  const [first, second] = await both;
  expect(first).toMatchObject({ kind: "case", isNew: true, case: { state: "settled" } });
  expect(second).toMatchObject({ kind: "case", isNew: false });
  const again = await partner.open(caseRequest(), "key-1");
  expect(again).toMatchObject({ kind: "case", isNew: false, case: first.kind === "case" ? first.case : null });
  expect(partner.status()).toMatchObject({ settled: 1, requests: 3, busy: 0 });
});

test("each request for an unsettled case costs a server its time: retries are what fills the queue", async () => {
  const { partner } = bench({ servers: 1, queue: 8 });
  for (let turn = 0; turn < 4; turn += 1) partner.open(caseRequest(), null).catch(() => {});
  expect(partner.status()).toMatchObject({ busy: 1, waiting: 3 });
  partner.stop();
});

test("another request under a case id or a key that was used is refused", async () => {
  const { partner, time } = bench({ servers: 2 });
  const done = partner.open(caseRequest(), "key-1");
  await time.pass(SERVICE_MS);
  await done;
  await expect(partner.open(caseRequest({ matterId: "m2" }), null)).rejects.toMatchObject({ code: "key-reused" });
  await expect(partner.open(caseRequest({ caseId: "k2" }), "key-1")).rejects.toMatchObject({ code: "key-reused" });
});

test("where all places are taken it refuses, and says when to come again in whole wall seconds", async () => {
  const { partner } = bench({ refuseWith: 429 });
  for (const caseId of ["k1", "k2"]) partner.open(caseRequest({ caseId }), null).catch(() => {});
  expect(await partner.open(caseRequest({ caseId: "k3" }), null)).toEqual({
    kind: "refused",
    status: 429,
    retryAfterSec: 24,
  });
  expect(await partner.read("k3")).toBeNull();
  partner.stop();
});

test("callbacks are signed, in their order, and sent until they are taken", async () => {
  const { partner, time, calls, bodies, answerWith } = bench();
  answerWith(503);
  const done = partner.open(caseRequest(), null);
  await time.pass(SERVICE_MS);
  await done;
  answerWith(204);
  await time.pass(60_000);
  const settled = calls.filter((_call, place) => bodies()[place]?.type === "case.settled");
  expect(settled.length).toBe(2);
  // Sent again under the same id: that is how a receiver knows it.
  expect(new Set(settled.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  for (const { headers, body } of calls)
    expect(checkWebhook(TEST_SECRET, headers, body ?? "", time.now() / 1000)).toBe("good");
  expect(partner.status().callbacksWaiting).toBe(0);
});

test("late and doubled callbacks come as the plan says, so that the later one may overtake", async () => {
  const { partner, time, bodies } = bench({ callbacks: { lateShare: 1, lateSec: 30, twiceShare: 1 } });
  partner.open(caseRequest(), null).catch(() => {});
  await time.pass(SERVICE_MS);
  expect(bodies()).toEqual([]);
  await time.pass(31_000);
  expect(bodies().map(({ data }) => data.seq)).toEqual([1, 1, 2, 2]);
});

test("killed, it loses what waits and keeps what is settled; back again, it tells what nobody took", async () => {
  const { partner, time, bodies, answerWith } = bench({ servers: 1, queue: 4, callbacks: CALM });
  answerWith(500);
  const first = partner.open(caseRequest(), null);
  const second = partner.open(caseRequest({ caseId: "k2", matterId: "m2" }), null);
  second.catch(() => {});
  await time.pass(SERVICE_MS);
  await first;
  partner.setOutage("down");
  await expect(second).rejects.toThrow("cut");
  await expect(partner.read("k1")).rejects.toThrow("down");
  expect(partner.status()).toMatchObject({ busy: 0, waiting: 0, outage: "down" });
  const told = bodies().length;
  await time.pass(3_600_000);
  expect(bodies()).toHaveLength(told);
  answerWith(204);
  partner.setOutage(null);
  await time.pass(1);
  expect(bodies().some(({ type, data }) => type === "case.settled" && data.case.caseId === "k1")).toBe(true);
  expect(await partner.read("k1")).toMatchObject({ state: "settled" });
  expect(await partner.read("k2")).toBeNull();
});

test("silent, it takes requests and answers none of them until the silence ends, and then not either", async () => {
  const { partner, time } = bench();
  partner.setOutage("silent");
  const asked = partner.read("k1");
  let isOver = false;
  asked.catch(() => {
    isOver = true;
  });
  await time.pass(60_000);
  expect(isOver).toBe(false);
  partner.setOutage(null);
  await expect(asked).rejects.toThrow("cut");
  expect(await partner.read("k1")).toBeNull();
});

test("the switches: no bound, slower, each callback twice", async () => {
  const unbounded = bench({}, ["unbounded-queue"]);
  for (let n = 0; n < 200; n += 1) unbounded.partner.open(caseRequest({ caseId: `k${n}` }), null).catch(() => {});
  expect(unbounded.partner.status()).toMatchObject({ waiting: 199, refused: 0 });
  unbounded.partner.stop();
  const slow = bench({}, ["slow-partner", "duplicate-callback"]);
  slow.partner.open(caseRequest(), null).catch(() => {});
  await slow.time.pass(SERVICE_MS);
  expect(await slow.partner.read("k1")).toMatchObject({ state: "open" });
  await slow.time.pass(4000);
  expect(await slow.partner.read("k1")).toMatchObject({ state: "settled" });
  expect(slow.bodies().map(({ data }) => data.seq)).toEqual([1, 1, 2, 2]);
});
