import { expect, test } from "vitest";
import { CALL_POLICIES } from "../../core/contract/call-policies.ts";
import type { CaseCallback, CaseOutcome } from "../../core/schema/partner-wire.ts";
import { signWebhook } from "../partner/webhook-signature.ts";
import { ManualTime, settled } from "../testing/manual-time.ts";
import { type PartnerStage, partnerStage, type StageOptions } from "../testing/partner-stage.ts";
import { CALM, TEST_SECRET } from "../testing/test-partner.ts";
import { caseIdOf } from "./matter.ts";

const ONE_TRY = { ...CALL_POLICIES.budgeted, retries: { ...CALL_POLICIES.budgeted.retries, most: 0 } };

const bench = async (options: Partial<StageOptions> = {}) => {
  const time = new ManualTime();
  const stage = await partnerStage({
    ...{ time: { clock: time, scheduler: time }, timeFactor: 1, policy: ONE_TRY },
    partnerPlan: { callbacks: CALM },
    ...options,
  });
  const pass = async (sec: number): Promise<void> => {
    await settled();
    await time.pass(sec * 1000);
  };
  return { ...stage, time, pass };
};
const onShift = (stage: Pick<PartnerStage, "shifts">, agentId: string, state: "available" | "off" = "available") =>
  stage.shifts.set({ agentId, state, slots: 3, lanes: ["stream"], groups: [] });
const storyOf = async ({ log }: Pick<PartnerStage, "log">): Promise<unknown[]> =>
  (await log()).filter(({ kind }) => kind.startsWith("matter.")).map(({ body }) => body["to"] ?? body["owner"]);
const saidTo = ({ contacts }: Pick<PartnerStage, "contacts">, contactId: string): string[] =>
  (contacts.find(contactId)?.kept ?? []).slice(2).map(({ message }) => message.text);

/** A callback of the test's own; signed well unless told otherwise. */
const callback = (
  { promises, deliver }: Pick<PartnerStage, "promises" | "deliver">,
  time: ManualTime,
  outcome: CaseOutcome,
  { id = "msg_1", secret = TEST_SECRET, ageSec = 0, caseId = "" } = {},
) => {
  const [matter] = promises.book.all();
  const matterId = matter?.matterId ?? "";
  const body: CaseCallback = {
    type: "case.settled",
    timestamp: "2027-01-15T08:00:00Z",
    data: {
      seq: 2,
      case: {
        ...{ caseId: caseId === "" ? caseIdOf(matterId) : caseId, matterId, state: "settled", outcome },
        ...{ openedAt: 1, settledAt: 2 },
      },
    },
  };
  const text = JSON.stringify(body);
  const headers = { ...signWebhook([secret], id, Math.floor(time.now() / 1000) - ageSec, text) };
  return deliver({ method: "POST", url: "", headers, body: text, timeoutMs: 1 });
};

test("order trouble that an idle partner settles goes through every state once, and the customer is told once", async () => {
  const stage = await bench();
  await stage.open("c1");
  await stage.pass(600);
  expect(await storyOf(stage)).toEqual(["received", "triaged", "on-hold-partner", "answered", "resolved"]);
  expect(saidTo(stage, "c1")).toHaveLength(1);
  // Its callback came, too, and changed nothing.
  expect(stage.promises.inbox.counts()).toEqual({ noted: 1, again: 1 });
  stage.stop();
});

test("a contact without order trouble, or a desk that asks nothing, opens no case", async () => {
  const stage = await bench();
  await stage.open("c1", null);
  await stage.pass(60);
  const quiet = await bench({ asksPartner: false });
  await quiet.open("c1");
  await quiet.pass(60);
  for (const one of [stage, quiet]) {
    expect([...one.promises.book.all()]).toEqual([]);
    expect(one.partner.status().requests).toBe(0);
    one.stop();
  }
});

test("refused becomes a promise with owner and due time; the recovered partner is asked again and it is kept", async () => {
  const stage = await bench();
  await onShift(stage, "ann");
  stage.partner.setOutage("down");
  await stage.open("c1");
  await stage.pass(1);
  const [matter] = stage.promises.book.all();
  expect(matter).toMatchObject({ state: "promised", waitsFor: "partner", owner: "ann" });
  expect(matter?.dueAt).toBeCloseTo(stage.time.now() + 599_000, -4);
  stage.partner.setOutage(null);
  await stage.pass(200);
  expect(matter).toMatchObject({ state: "resolved", waitsFor: "nobody", resolutions: 1, owner: "ann" });
  expect(matter?.endedAt).toBeLessThan(matter?.dueAt ?? 0);
  expect(saidTo(stage, "c1")).toHaveLength(2);
  stage.stop();
});

test("a promise that nobody could keep expires at its due time, once; what comes then is late", async () => {
  const stage = await bench();
  stage.partner.setOutage("down");
  await stage.open("c1");
  await stage.pass(700);
  expect(await storyOf(stage)).toEqual(["received", "triaged", "on-hold-partner", "promised", "expired"]);
  expect(await callback(stage, stage.time, "released")).toMatchObject({ status: 200, body: '{"result":"late"}' });
  stage.partner.setOutage(null);
  await stage.pass(700);
  expect((await storyOf(stage)).at(-1)).toBe("expired");
  stage.stop();
});

const CASE = { caseId: "", matterId: "", state: "settled", outcome: "released", openedAt: 1, settledAt: 2 };
const HOSTILE: readonly (readonly [what: string, status: number, body: unknown])[] = [
  ["garbage", 200, "<html>"],
  ["half a body", 201, '{"caseId":"kp_'],
  ["200 with an error inside", 200, { error: "no" }],
  ["another matter's case", 200, { ...CASE, caseId: "kp_9", matterId: "p_9" }],
  ["no outcome", 201, { ...CASE, outcome: null }],
  ["nothing, or closed in mid-body", 0, ""],
  ["a server error", 500, {}],
];

test.each(HOSTILE)("%s settles nothing: it becomes a promise, and expires as one", async (_what, status, said) => {
  const answer = { status, headers: {}, body: typeof said === "string" ? said : JSON.stringify(said) };
  const stage = await bench({ line: () => ({ send: async () => answer }) });
  await stage.open("c1");
  await stage.pass(1);
  expect([...stage.promises.book.all()]).toMatchObject([{ state: "promised", owner: "duty-manager", resolutions: 0 }]);
  await stage.pass(700);
  expect([...stage.promises.book.all()]).toMatchObject([{ state: "expired", resolutions: 0 }]);
  expect(stage.troubles).toEqual([]);
  stage.stop();
});

test("callbacks: twice, replayed, with another outcome, unsigned, another's secret, old, of another case", async () => {
  const stage = await bench();
  stage.partner.setOutage("down");
  await stage.open("c1");
  await stage.pass(1);
  const { time } = stage;
  const before = await storyOf(stage);
  const foreign = `whsec_${Buffer.alloc(32, 9).toString("base64")}`;
  expect(await callback(stage, time, "refunded", { secret: foreign })).toMatchObject({ status: 401 });
  expect(await callback(stage, time, "refunded", { ageSec: 301 })).toMatchObject({ status: 401 });
  expect(await callback(stage, time, "refunded", { caseId: "kp_other" })).toMatchObject({ status: 404 });
  const plain = { method: "POST", url: "", headers: {}, timeoutMs: 1 } as const;
  expect(await stage.deliver({ ...plain, body: "{}" })).toMatchObject({ status: 401 });
  for (const body of ["{", "{}", "[]", "null", '{"type":"case.settled"}']) {
    const headers = { ...signWebhook([TEST_SECRET], `msg_${body.length}`, Math.floor(time.now() / 1000), body) };
    expect(await stage.deliver({ ...plain, headers, body })).toMatchObject({ status: 400 });
  }
  expect(await storyOf(stage)).toEqual(before);

  const both = await Promise.all([callback(stage, time, "refunded"), callback(stage, time, "refunded")]);
  expect(both.map(({ body }) => body)).toEqual(['{"result":"settled"}', '{"result":"again"}']);
  expect(await callback(stage, time, "refunded")).toMatchObject({ body: '{"result":"again"}' });
  expect(await callback(stage, time, "refunded", { id: "msg_2" })).toMatchObject({ body: '{"result":"again"}' });
  expect(await callback(stage, time, "delivered", { id: "msg_3" })).toMatchObject({ body: '{"result":"conflict"}' });
  expect(await storyOf(stage)).toEqual([...before, "resolved"]);
  expect([...stage.promises.book.all()]).toMatchObject([{ outcome: "refunded", resolutions: 1 }]);
  expect(saidTo(stage, "c1")).toHaveLength(2);
  stage.stop();
});

test("an owner who goes off shift leaves no promise behind: to who has fewest, and then to the duty manager", async () => {
  const stage = await bench();
  await onShift(stage, "ann");
  stage.partner.setOutage("down");
  for (const id of ["c1", "c2", "c3"]) await stage.open(id);
  await stage.pass(1);
  expect(stage.promises.book.ownedBy("ann")).toHaveLength(3);
  await onShift(stage, "bob");
  await onShift(stage, "cat");
  await onShift(stage, "ann", "off");
  expect(["ann", "bob", "cat"].map((name) => stage.promises.book.ownedBy(name).length)).toEqual([0, 2, 1]);
  // Both leave at once: what the one passes on never goes to the other.
  await Promise.all([onShift(stage, "bob", "off"), onShift(stage, "cat", "off")]);
  expect(stage.promises.book.ownedBy("duty-manager")).toHaveLength(3);
  const dues = [...stage.promises.book.all()].map(({ dueAt }) => dueAt);
  expect(dues.every((dueAt) => dueAt !== null && dueAt > stage.time.now())).toBe(true);
  stage.stop();
});

test("a customer who withdraws is waited for no more, and is told nothing more", async () => {
  const stage = await bench();
  stage.partner.setOutage("down");
  await stage.open("c1");
  await stage.pass(1);
  stage.withdraw("c1");
  const { ledger, time } = stage;
  await ledger.commit([{ at: time.now(), kind: "consent.withdrawn", subject: "k-c1", body: { jti: "j" } }]);
  await stage.pass(1);
  expect([...stage.promises.book.all()]).toMatchObject([{ state: "abandoned", waitsFor: "nobody" }]);
  expect(saidTo(stage, "c1")).toHaveLength(1);
  stage.stop();
});

test("a desk that starts again takes up what it had begun: the call that was under way, and each promise", async () => {
  const service = { distribution: "log-normal", meanSec: 60, sigma: 0.1 } as const;
  const first = await bench({ partnerPlan: { callbacks: CALM, servers: 1, queue: 0, service } });
  await first.open("c1");
  await first.open("c2");
  await first.pass(1);
  first.promises.desk.stop();
  expect([...first.promises.book.all()].map(({ state }) => state)).toEqual(["on-hold-partner", "promised"]);
  const { store, partner, time } = first;
  const second = await partnerStage({
    ...{ time: { clock: time, scheduler: time }, timeFactor: 1, policy: ONE_TRY, store, partner },
  });
  await first.pass(500);
  expect([...second.promises.book.all()].map(({ state, resolutions }) => [state, resolutions])).toEqual([
    ["resolved", 1],
    ["resolved", 1],
  ]);
  expect(second.troubles).toEqual([]);
  second.stop();
});

test("who is late has a promise while the call still goes on, and its answer keeps it", async () => {
  const stage = await bench({
    promises: { dueSec: 100, lateSec: 5 },
    partnerPlan: { callbacks: CALM, servers: 1, service: { distribution: "log-normal", meanSec: 20, sigma: 0.01 } },
  });
  await stage.open("c1");
  await stage.pass(4);
  expect(await storyOf(stage)).toEqual(["received", "triaged", "on-hold-partner"]);
  await stage.pass(2);
  const [matter] = stage.promises.book.all();
  expect(matter).toMatchObject({ state: "promised", waitsFor: "partner" });
  expect((matter?.dueAt ?? 0) - (matter?.receivedAt ?? 0)).toBe(105_000);
  await stage.pass(20);
  expect(await storyOf(stage)).toEqual(["received", "triaged", "on-hold-partner", "promised", "resolved"]);
  expect(stage.promises.client.counts.all()).toMatchObject({ calls: 1, sent: 1 });
  stage.stop();
});

test("who is answered before is promised nothing", async () => {
  const stage = await bench({
    promises: { lateSec: 30 },
    partnerPlan: { callbacks: CALM, service: { distribution: "log-normal", meanSec: 20, sigma: 0.01 } },
  });
  await stage.open("c1");
  await stage.pass(60);
  expect(await storyOf(stage)).toEqual(["received", "triaged", "on-hold-partner", "answered", "resolved"]);
  stage.stop();
});
