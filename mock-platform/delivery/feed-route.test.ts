import { once } from "node:events";
import { Agent, request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { Message } from "../../core/schema/wire.ts";
import { startStack } from "../server.ts";
import type { RunningStack } from "../stack-options.ts";
import { bySocket, feedUrl, opened, ticketOf } from "../testing/readers.ts";
import { bearerCaller, TestCustomer } from "../testing/test-customer.ts";
import { TICKET_LIFE_MS } from "./tickets.ts";

let stack: RunningStack;
/** Added to the machine's time as the stack sees it. */
let aheadMs = 0;
beforeAll(async () => {
  stack = await startStack({ orders: 50, clock: { now: () => Date.now() + aheadMs } });
});
afterAll(() => stack.close());

const popA = (): string => stack.pops["pop-a"] ?? "";
const newCustomer = async (): Promise<TestCustomer> => {
  const customer = await TestCustomer.at(popA());
  expect((await customer.open()).status).toBe(201);
  return customer;
};
const agent = () => bearerCaller(stack.origin, stack.agentBearer);
const tryOpen = (customer: TestCustomer, ticket: string): Promise<WebSocket> =>
  opened(new WebSocket(feedUrl(customer, ticket, 0)));

test("a ticket opens one feed once", async () => {
  const customer = await newCustomer();
  const ticket = await ticketOf(customer);
  const socket = await tryOpen(customer, ticket);
  await expect(tryOpen(customer, ticket)).rejects.toThrow("401 bad-ticket");
  expect(socket.readyState).toBe(WebSocket.OPEN);
  socket.terminate();
  await expect(tryOpen(customer, ticket)).rejects.toThrow("401 bad-ticket");
});

test("a ticket opens no other contact's feed, and is used up by the try", async () => {
  const [customer, stranger] = [await newCustomer(), await newCustomer()];
  const ticket = await ticketOf(stranger);
  await expect(tryOpen(customer, ticket)).rejects.toThrow("401 bad-ticket");
  await expect(tryOpen(stranger, ticket)).rejects.toThrow("401 bad-ticket");
});

test("a ticket is good until its time is over", async () => {
  const customer = await newCustomer();
  const [first, second] = [await ticketOf(customer), await ticketOf(customer)];
  try {
    aheadMs = TICKET_LIFE_MS - 5000;
    (await tryOpen(customer, first)).terminate();
    aheadMs = TICKET_LIFE_MS;
    await expect(tryOpen(customer, second)).rejects.toThrow("401 bad-ticket");
  } finally {
    aheadMs = 0;
  }
});

test("a ticket made before the withdrawal opens nothing after it", async () => {
  const customer = await newCustomer();
  const ticket = await ticketOf(customer);
  await customer.call("DELETE", `/v1/consents/${customer.consentId}`);
  await expect(tryOpen(customer, ticket)).rejects.toThrow("403 consent-withdrawn");
});

test.each([
  ["no ticket", "401 bad-ticket", "x".repeat(22)],
  ["an empty ticket", "400 bad-request", ""],
  ["a ticket that is too long", "400 bad-request", "x".repeat(65)],
])("%s gives %s", async (_name, problem, ticket) => {
  await expect(tryOpen(await newCustomer(), ticket)).rejects.toThrow(problem);
});

test("the feed of a contact that is not there is refused like any ticket that is not its own", async () => {
  const customer = await newCustomer();
  const ticket = await ticketOf(customer);
  customer.contactId = "c_unknown";
  await expect(tryOpen(customer, ticket)).rejects.toThrow("401 bad-ticket");
});

test("a plain request at the feed is told to upgrade, and keeps its ticket; no other route upgrades", async () => {
  const customer = await newCustomer();
  const ticket = await ticketOf(customer);
  const answer = await fetch(feedUrl(customer, ticket, 0).replace("ws", "http"));
  expect(answer.status).toBe(426);
  expect(await answer.json()).toMatchObject({ code: "upgrade-needed" });
  await expect(opened(new WebSocket(`${popA().replace("http", "ws")}/edge/v1/status`))).rejects.toThrow(
    "400 bad-request",
  );
  (await tryOpen(customer, ticket)).terminate();
});

test("what a customer sends over the feed changes nothing; a frame that is too large ends that feed alone", async () => {
  const customer = await newCustomer();
  const [socket, other] = [
    await tryOpen(customer, await ticketOf(customer)),
    await tryOpen(customer, await ticketOf(customer)),
  ];
  const seen: Message[] = [];
  other.on("message", (data) => seen.push(JSON.parse(String(data))));
  other.send("hello? \u0000");
  other.send(Buffer.alloc(1024));
  socket.send("x".repeat(1025));
  const [code] = await once(socket, "close");
  expect(code).toBe(1009);
  await customer.send("still there?");
  await expect.poll(() => seen.at(-1)?.text).toBe("still there?");
  other.terminate();
});

test("a reader who is too slow is cut off with 4408, holds nobody up, and goes on behind what it saw", async () => {
  const customer = await newCustomer();
  await agent()("POST", `/v1/agent/contacts/${customer.contactId}/claim`, {});
  const slow = new WebSocket(feedUrl(customer, await ticketOf(customer), 0));
  const seen: Message[] = [];
  slow.on("message", (data) => seen.push(JSON.parse(String(data))));
  (await opened(slow)).pause();
  const quick = await bySocket.read(customer, 0);
  const before = stack.services.hub.followers();
  let sent = 2;
  // The kernel's own buffers take some megabytes first.
  while (stack.services.hub.followers() === before && sent < 600) {
    sent += 1;
    const body = { clientMessageId: `a${sent}`, text: `${sent} `.padEnd(60_000, "y") };
    expect((await agent()("POST", `/v1/agent/contacts/${customer.contactId}/messages`, body)).status).toBe(202);
    await quick.until(sent);
  }
  const closed = once(slow, "close");
  slow.resume();
  const [code, reason] = await closed;
  expect(`${code} ${String(reason)}`).toBe("4408 too slow");
  const last = seen.at(-1)?.seq ?? 0;
  expect(seen.map(({ seq }) => seq)).toEqual(Array.from({ length: last }, (_, place) => place + 1));
  expect(last).toBeLessThan(sent);

  const resumed = await bySocket.read(customer, last);
  await resumed.until(sent - last);
  expect(resumed.seen.map(({ seq }) => seq)).toEqual(
    Array.from({ length: sent - last }, (_, place) => last + 1 + place),
  );
  quick.drop();
  resumed.drop();
});

test("many polls over one connection leave nothing behind on it", async () => {
  const customer = await newCustomer();
  const warned: string[] = [];
  const warn = (warning: Error): void => void warned.push(warning.message);
  process.on("warning", warn);
  const one = new Agent({ keepAlive: true, maxSockets: 1 });
  const path = `/v1/contacts/${customer.contactId}/messages`;
  for (let count = 0; count < 15; count += 1) {
    const polling = request(`${popA()}${path}?after=2&wait=1`, {
      agent: one,
      headers: {
        dpop: await customer.proof("GET", `${popA()}${path}`),
        authorization: `DPoP ${customer.token}`,
      },
    });
    polling.end();
    const [answer] = await once(polling, "response");
    expect(answer.statusCode).toBe(200);
    answer.resume();
    await once(answer, "end");
  }
  one.destroy();
  process.off("warning", warn);
  expect(warned).toEqual([]);
});

test("readers who are gone are forgotten", async () => {
  const customer = await newCustomer();
  const before = stack.services.hub.followers();
  const gone = new AbortController();
  const polling = customer.page(2, 20_000, gone.signal).catch(() => "aborted");
  const socket = await tryOpen(customer, await ticketOf(customer));
  await expect.poll(() => stack.services.hub.followers()).toBe(before + 2);
  gone.abort();
  socket.terminate();
  expect(await polling).toBe("aborted");
  await expect.poll(() => stack.services.hub.followers()).toBe(before);
});
