import { expect, test } from "vitest";
import type { TranscriptLine, TranscriptPage } from "../../core/schema/transcript-wire.ts";
import type { FastPathResponse } from "../../core/schema/wire.ts";
import { seededDefects } from "../defects.ts";
import { isProblem } from "../http/problems.ts";
import { type TestDesk, testDesk } from "../testing/test-desk.ts";

const GENERAL = "purple otter?";
const MINUTE_MS = 60_000;

const page = (
  { services }: TestDesk,
  query: Partial<{ asOf: number; cursor: string; limit: number }> = {},
): TranscriptPage => services.transcript.page("drop", { limit: 200, ...query });
const lineOf = (on: TestDesk, id: string, asOf?: number): TranscriptLine => {
  const line = page(on, asOf === undefined ? {} : { asOf }).lines.find((one) => one.id === id);
  return line ?? expect.fail(`no line ${id}`);
};
const code = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (isProblem(error)) return error.code;
    throw error;
  }
  return "none";
};

/** A general question that no island answers, claimed by ann. */
const general = async (on: TestDesk, purposes: readonly string[] = ["support-reply"]): Promise<FastPathResponse> => {
  await on.services.shifts.set({ agentId: "ann", state: "available", slots: 20, lanes: ["stream"], groups: [] });
  const opened = await on.open({ text: GENERAL, purposes: purposes as ["support-reply"] });
  expect(opened.decision.reason).toBe("unsure");
  await on.services.desk.claim(opened.contactId, "ann");
  return opened;
};
const reply = async (on: TestDesk, contactId: string, text: string): Promise<string> =>
  (await on.services.desk.agentMessage(contactId, `a-${text.length}`, text, "ann")).message.id;

test("shows what islands and agents answer in general, and a customer's words only where they allowed it", async () => {
  const on = await testDesk();
  const island = await on.open({ text: "When will it ship?", purposes: ["support-reply"] });
  expect(island.decision.route).toBe("island");
  const asked = await general(on, ["support-reply", "public-transcript"]);
  const answer = await reply(on, asked.contactId, "There is one colour only.");
  const { lines } = page(on);
  expect(lines).toHaveLength(5);
  expect(lineOf(on, island.messages[0]?.id ?? "")).toMatchObject({
    ...{ text: null, withheld: "no-purpose", topic: "shipping-window", author: "customer" },
  });
  expect(lineOf(on, island.messages[1]?.id ?? "")).toMatchObject({
    text: island.messages[1]?.text,
    island: { event: "drop", version: 1 },
  });
  expect(lineOf(on, asked.messages[0]?.id ?? "").text).toBe(GENERAL);
  expect(lineOf(on, answer)).toMatchObject({ text: "There is one colour only.", withheld: null, revision: 1 });
  const threads = new Map(lines.map(({ id, thread }) => [id, thread]));
  expect(new Set(threads.values()).size).toBe(2);
  expect(JSON.stringify(lines)).not.toContain(asked.contactId);
});

test("a personal contact is one blank line a message, from the first personal word on", async () => {
  const on = await testDesk();
  const personal = await on.open();
  const turned = await general(on, ["support-reply", "public-transcript"]);
  const before = await reply(on, turned.contactId, "There is one colour only.");
  const words = await on.services.desk.customerMessage(turned.contactId, "c2", "And where is my order D100003?");
  const after = await reply(on, turned.contactId, "It is on its way.");
  for (const id of [...personal.messages.map((one) => one.id), words.message.id, after])
    expect(lineOf(on, id)).toMatchObject({ text: null, withheld: "personal", topic: null, attachments: 0 });
  expect(lineOf(on, before).withheld).toBeNull();
  const slip = await general(on);
  const named = await reply(on, slip.contactId, "Write to anna@example.org.");
  expect(lineOf(on, named)).toMatchObject({ text: null, withheld: "personal-data" });
  expect(JSON.stringify(page(on))).not.toMatch(/D100003|anna@example/);
});

test("an order that came with a general question makes the contact personal", async () => {
  const on = await testDesk();
  const opened = await on.open({ text: GENERAL, orderId: "D100000", purposes: ["support-reply", "order-lookup"] });
  expect(lineOf(on, opened.messages[1]?.id ?? "").withheld).toBe("personal");
});

test("asOf says which lines and wordings there are; what was taken away or withdrawn is gone at any asOf", async () => {
  const on = await testDesk();
  const opened = await general(on);
  const first = await reply(on, opened.contactId, "There is one colour only.");
  await on.time.pass(2 * MINUTE_MS);
  const early = on.time.now();
  await on.time.pass(2 * MINUTE_MS);
  const second = await reply(on, opened.contactId, "There are two colours.");
  const { changes } = on.services;
  await changes.edit(first, "There are two colours only.", "correction", "ann");
  expect(page(on, { asOf: early }).lines.map(({ id }) => id)).not.toContain(second);
  expect(lineOf(on, first, early)).toMatchObject({ text: "There is one colour only.", revision: 1, editedAt: null });
  expect(lineOf(on, first)).toMatchObject({ text: "There are two colours only.", revision: 2, reason: "correction" });
  expect(lineOf(on, first).editedAt).not.toBeNull();
  await on.time.pass(MINUTE_MS);
  await changes.edit(first, "There are some colours.", "personal-data", "ann");
  expect(lineOf(on, first, early)).toMatchObject({ text: null, withheld: "superseded" });
  await changes.moderate(second, "abuse", "ann");
  await changes.moderate(first, "spam", "ann");
  for (const asOf of [early, undefined])
    expect(lineOf(on, first, asOf)).toMatchObject({ text: null, withheld: "moderated", reason: "spam" });
  expect(lineOf(on, second).moderatedAt).not.toBeNull();
  await on.services.consentDesk.withdraw(opened.consentId, opened.sessionId);
  for (const asOf of [early, undefined])
    expect(lineOf(on, first, asOf)).toMatchObject({ text: null, withheld: "withdrawn", topic: null });
});

test("times are whole simulated minutes, and asOf is cut to the same grid", async () => {
  const on = await testDesk({ timeFactor: 10 });
  await on.time.pass(7_321);
  await on.open({ text: "When will it ship?" });
  for (const { at } of page(on).lines) expect(at % 6000).toBe(0);
  await on.time.pass(100);
  // Same minute: no asOf can tell where in it the question came.
  expect(page(on, { asOf: on.time.now() }).lines).toEqual([]);
  await on.time.pass(6000);
  const after = page(on, { asOf: on.time.now() });
  expect(after.lines).toHaveLength(2);
  expect(after.asOf % 6000).toBe(0);
});

test("pages hold each line once, as of one moment, whatever is said meanwhile", async () => {
  const on = await testDesk();
  for (let n = 0; n < 7; n += 1) await on.open({ text: "When will it ship?" });
  const whole = page(on).lines.map(({ id }) => id);
  const seen: string[] = [];
  let next: string | null = null;
  do {
    const part: TranscriptPage = page(on, { limit: 4, ...(next === null ? {} : { cursor: next }) });
    seen.push(...part.lines.map(({ id }) => id));
    next = part.next;
    await on.time.pass(1);
    await on.open({ text: "Can I return it?" });
  } while (next !== null);
  expect(seen).toEqual(whole);
});

test("a forged cursor, one of another asOf, an asOf to come and an unknown event are refused", async () => {
  const on = await testDesk();
  await on.open();
  const cursor = page(on, { limit: 1 }).next ?? expect.fail("no cursor");
  const [head = "", ...rest] = cursor;
  expect(code(() => page(on, { cursor: `${head === "A" ? "B" : "A"}${rest.join("")}` }))).toBe("bad-cursor");
  expect(code(() => page(on, { cursor: `${cursor}=` }))).toBe("bad-cursor");
  expect(code(() => page(on, { cursor: "bm90IG91cnM" }))).toBe("bad-cursor");
  const foreign = Buffer.from(JSON.stringify(["drop", on.time.now(), 0])).toString("base64url");
  expect(code(() => page(on, { cursor: foreign }))).toBe("bad-cursor");
  expect(code(() => page(on, { cursor, asOf: on.time.now() - 10 * MINUTE_MS }))).toBe("bad-cursor");
  expect(code(() => page(on, { asOf: on.time.now() + 1 }))).toBe("as-of-in-future");
  expect(code(() => on.services.transcript.page("other", { limit: 1 }))).toBe("not-found");
});

test("says what no PoP has delivered: a lost reply is in the transcript, and not with the customer", async () => {
  const on = await testDesk({ defects: seededDefects(["lost-reply"]) });
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    const opened = await general(on);
    ids.push(await reply(on, opened.contactId, `There are ${n + 2} colours.`));
    const shown = on.services.hub.since(opened.contactId, 0);
    on.services.messageStore.delivered("pop-a", shown, on.time.now());
  }
  expect(ids.map((id) => lineOf(on, id).deliveredAt === null)).toEqual([false, false, false, false, true]);
});
