import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Message } from "../../core/schema/wire.ts";
import { seededRng } from "../runtime/seeded-rng.ts";
import { startStack } from "../server.ts";
import type { RunningStack } from "../stack-options.ts";
import { byPoll, bySocket, type Reader } from "../testing/readers.ts";
import { bearerCaller, TestCustomer } from "../testing/test-customer.ts";

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ checkAnswers: true, orders: 50 });
});
afterAll(() => stack.close());

const open: Reader[] = [];
afterEach(() => {
  for (const reader of open.splice(0)) reader.drop();
});

/** A customer whose contact an agent holds: two messages so far, the question and the hand-off. */
const served = async (): Promise<{ customer: TestCustomer; say: (text: string) => Promise<void> }> => {
  const customer = await TestCustomer.at(stack.pops["pop-a"] ?? "");
  expect((await customer.open()).status).toBe(201);
  const agent = bearerCaller(stack.origin, stack.agentBearer);
  expect((await agent("POST", `/v1/agent/contacts/${customer.contactId}/claim`, {})).status).toBe(200);
  let said = 0;
  const say = async (text: string): Promise<void> => {
    said += 1;
    const body = { clientMessageId: `a-${said}`, text };
    expect((await agent("POST", `/v1/agent/contacts/${customer.contactId}/messages`, body)).status).toBe(202);
  };
  return { customer, say };
};
/** How the stack turned a reader away. */
const refusal = (reading: Promise<Reader>): Promise<string> =>
  reading.then(
    (reader) => reader.ended,
    (error: Error) => error.message,
  );
const seqs = (messages: readonly Message[]): number[] => messages.map(({ seq }) => seq);
const upTo = (last: number, from = 1): number[] => Array.from({ length: last - from + 1 }, (_, place) => from + place);

describe.each([bySocket, byPoll])("reading on by $name", ({ read }) => {
  const follow = async (customer: TestCustomer, after: number): Promise<Reader> => {
    const reader = await read(customer, after);
    open.push(reader);
    return reader;
  };

  test("gives the backlog, then the news, in order and once, as they were written", async () => {
    const { customer, say } = await served();
    const reader = await follow(customer, 0);
    await reader.until(2);
    const texts = ["first", "\u{1F469}\u200D\u{1F692} עברית \u202Ertl</script>", "third"];
    for (const text of texts) await say(text);
    await customer.send("thanks");
    await reader.until(6);
    expect(seqs(reader.seen)).toEqual(upTo(6));
    expect(reader.seen.slice(2, 5).map(({ text }) => text)).toEqual(texts);
    expect(reader.seen.map(({ author }) => author)).toEqual([
      "customer",
      "system",
      "agent",
      "agent",
      "agent",
      "customer",
    ]);
  });

  test("goes on behind the last message seen", async () => {
    const { customer, say } = await served();
    const first = await follow(customer, 0);
    await first.until(2);
    first.drop();
    await say("while away");
    await say("still away");
    const second = await follow(customer, 2);
    await second.until(2);
    await say("back again");
    await second.until(3);
    expect(seqs(second.seen)).toEqual([3, 4, 5]);
    const late = await follow(customer, 5);
    await say("only this");
    await late.until(1);
    expect(seqs(late.seen)).toEqual([6]);
  });

  test.each([1, 2, 3])("loses and doubles nothing over random disconnects (seed %i)", async (seed) => {
    const rng = seededRng(seed);
    const { customer, say } = await served();
    const total = 42;
    const talking = (async () => {
      for (let count = 2; count < total; count += 1) await say(`message ${count + 1}`);
    })();
    const got: number[] = [];
    let connections = 0;
    while (got.length < total) {
      const reader = await read(customer, got.at(-1) ?? 0);
      connections += 1;
      const wanted = 1 + Math.floor(rng.next() * 6);
      await reader.until(Math.min(wanted, total - got.length));
      // What is under way beyond that is lost with the connection and must come again.
      reader.drop();
      got.push(...seqs(reader.seen));
    }
    await talking;
    expect(got).toEqual(upTo(total));
    expect(connections).toBeGreaterThan(6);
  });

  test("gives two readers of one contact the same", async () => {
    const { customer, say } = await served();
    const readers = [await follow(customer, 0), await follow(customer, 1)];
    for (const text of ["a", "b", "c"]) await say(text);
    await Promise.all([readers[0]?.until(5), readers[1]?.until(4)]);
    readers[0]?.drop();
    await say("d");
    await readers[1]?.until(5);
    expect(seqs(readers[0]?.seen ?? [])).toEqual(upTo(5));
    expect(seqs(readers[1]?.seen ?? [])).toEqual(upTo(6, 2));
  });

  test("gives a late reader a long backlog whole, in however many parts", async () => {
    const { customer, say } = await served();
    const long = "\u{1F381}".repeat(15_000);
    for (let count = 0; count < 60; count += 1) await say(`${count} ${long}`);
    const reader = await follow(customer, 0);
    await reader.until(62);
    expect(seqs(reader.seen)).toEqual(upTo(62));
    expect(reader.seen.slice(2).every(({ text }, place) => text === `${place} ${long}`)).toBe(true);
  });

  test("lets nobody into another customer's contact", async () => {
    const { customer, say } = await served();
    await say("for one pair of eyes");
    const stranger = await TestCustomer.at(stack.pops["pop-b"] ?? "");
    await stranger.open();
    const own = stranger.contactId;
    stranger.contactId = customer.contactId;
    expect(await refusal(read(stranger, 0))).toBe("403 not-your-contact");
    stranger.contactId = own;
    await (await follow(stranger, 0)).until(2);
  });

  test("ends when the consent is withdrawn, and does not begin again", async () => {
    const { customer, say } = await served();
    const reader = await follow(customer, 0);
    await reader.until(2);
    expect((await customer.call("DELETE", `/v1/consents/${customer.consentId}`)).status).toBe(204);
    expect(await reader.ended).toMatch(/^(4403 withdrawn|403 consent-withdrawn)$/);
    // Nor can an agent add to what has no consent any more.
    await expect(say("too late")).rejects.toThrow("403");
    expect(reader.seen).toHaveLength(2);
    expect(await refusal(read(customer, 0))).toBe("403 consent-withdrawn");
  });

  test("ends promptly when the stack ends", async () => {
    const short = await startStack({ orders: 1 });
    const customer = await TestCustomer.at(short.pops["pop-a"] ?? "");
    await customer.open();
    const reader = await read(customer, 0);
    await reader.until(2);
    const agentWaits = bearerCaller(short.origin, short.agentBearer)(
      "GET",
      "/v1/agent/queue?lane=solo&wait=30000",
    ).then(
      ({ status }) => status,
      () => 0,
    );
    const before = performance.now();
    await short.close();
    expect(await reader.ended).toMatch(/^(1001 closing|no answer)$/);
    expect([200, 0]).toContain(await agentWaits);
    // Nothing waited out the 30 s that the agent asked for.
    expect(performance.now() - before).toBeLessThan(10_000);
  });
});
